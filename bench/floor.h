/* What jobs over sockets and their floors share. */
#ifndef FLOOR_H
#define FLOOR_H

#include "bench.h"

#define MESSAGE 64
#define BLOCK 100000 /* what bulk writes at once */
#define MEGABYTE 1000000

/* One epoll instance. `floor_turn` calls `ready` with each ready fd until it returns 0. */
void floor_new_epoll(void);
void floor_watch(int fd, uint32_t events);
void floor_turn(int (*ready)(int fd));

/* For the accept jobs. `serve` runs until `done` is `wanted` or a multiple of CLIENTS; it alone is measured. */
#define CLIENTS 50
evutil_socket_t listening_socket(void); /* on a free port of 127.0.0.1 */
void with_clients(void (*serve)(void));

/* A connection to the listening socket. */
evutil_socket_t call_in(void);

void floor_echo_500(void);
void floor_echo_1(void);
void floor_bulk(void);
void floor_accept(void);

#endif
