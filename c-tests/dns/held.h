/* A server port on a pair of UNIX datagram sockets, where what fills a socket is known, and requests that are held. */
#ifndef HELD_H
#define HELD_H

#include "raw.h"

#define MAX_HELD 100

static struct evdns_server_request *held[MAX_HELD];
static int nheld;

REQUEST(hold)
{
	if (CHECK(nheld < MAX_HELD))
		held[nheld++] = req;
}

T_UNUSED static int turn(void) { return event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK); }

/* Holds N requests, whose names are their numbers, that came over the pair. */
T_UNUSED static void hold_over_pair(int n)
{
	struct message m;
	char name[20];
	int pair[2];
	CHECK(!socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair));
	base = event_base_new();
	server = pair[0];
	client = pair[1];
	port = evdns_add_server_port_with_base(base, server, 0, hold, NULL);
	CHECK(port != NULL);
	nheld = 0;
	for (int i = 0; i < n; i++) {
		snprintf(name, sizeof(name), "%d", i);
		send_message(query(&m, name, EVDNS_TYPE_A));
		CHECK(turn() == 0);
	}
	CHECK(nheld == n);
}

/* Takes a reply from a socket and says to which request it is; -1 if there is none. */
T_UNUSED static int next_reply(int fd, struct message *m)
{
	m->len = recv(fd, m->at, sizeof(m->at) - 1, 0);
	if (m->len < 14)
		return -1;
	m->at[m->len] = 0;
	return atoi((char *)m->at + 13);
}

#endif
