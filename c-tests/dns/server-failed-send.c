// run: once
// A reply that the socket refuses: evdns_server_request_respond returns 1. The loop tries once more when the socket is
// writable: what was refused goes out in its order, or is dropped with a warning.
#include "held.h"
#include <sys/un.h>

static int warnings;

static void count(int severity, const char *text)
{
	if (CHECK(severity == EVENT_LOG_WARN))
		warnings++;
}

static void respond(int n)
{
	SAY("respond %d: %d\n", n, evdns_server_request_respond(held[n], DNS_ERR_NONE));
}

/* Gives the server's socket, whose peer is closed, a new one. */
static int new_peer(void)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	socklen_t len = sizeof(name);
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	CHECK(!bind(fd, (struct sockaddr *)&name, sizeof(name.sun_family))); /* a free name */
	CHECK(!getsockname(fd, (struct sockaddr *)&name, &len));
	CHECK(!connect(server, (struct sockaddr *)&name, len));
	return fd;
}

int main(void)
{
	struct message m;
	int n, peer;

	event_set_log_callback(count);
	hold_over_pair(8);
	close(client);
	for (n = 0; n < 3; n++)
		respond(n);
	SAY("answer: %d\n", evdns_server_request_add_a_reply(held[0], "x", 1, "addr", 1));
	CHECK(warnings == 0);
	peer = client = new_peer();
	CHECK(turn() == 0);
	for (n = 0; n < 3; n++)
		SAY("reply %d\n", next_reply(peer, &m));
	CHECK(warnings == 0);

	respond(3);
	SAY("reply %d\n", next_reply(peer, &m));
	close(peer);
	for (n = 4; n < 8; n++)
		respond(n);
	SAY("drop 5: %d\n", evdns_server_request_drop(held[5]));
	CHECK(turn() == 0);
	SAY("%d warnings\n", warnings);
	client = new_peer();
	CHECK(turn() == 0);
	SAY("reply %d\n", next_reply(client, &m));
	stop();
	return t_result();
}
