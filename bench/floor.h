/* What the bufferevent jobs and their floors share. */
#ifndef FLOOR_H
#define FLOOR_H

#include "bench.h"

#define MESSAGE 64
#define BLOCK 100000 /* what bulk writes at once */
#define MEGABYTE 1000000

/* For the accept jobs. `serve` runs until `done` is `wanted` or a multiple of CLIENTS; it alone is measured. */
#define CLIENTS 50
evutil_socket_t listening_socket(void);
void with_clients(void (*serve)(void));

void floor_echo_500(void);
void floor_echo_1(void);
void floor_bulk(void);
void floor_accept(void);

#endif
