// run: once
// A reply for which the socket has no room: evdns_server_request_respond returns -1 and the request stays. It takes no
// more answers, but the same reply can be tried again, or be dropped.
#include "held.h"

#define REQUESTS 60

int main(void)
{
	struct message m;
	int small = 1, n, got;

	hold_over_pair(REQUESTS);
	CHECK(!setsockopt(server, SOL_SOCKET, SO_SNDBUF, &small, sizeof(small)));
	for (n = 0; n < REQUESTS && !evdns_server_request_respond(held[n], DNS_ERR_NOTEXIST); n++)
		;
	CHECK(n > 0 && n < REQUESTS - 2);

	SAY("answer: %d\n", evdns_server_request_add_a_reply(held[n], "x", 1, "addr", 1));
	SAY("alias: %d\n", evdns_server_request_add_cname_reply(held[n], "x", "y", 1));
	SAY("again: %d\n", evdns_server_request_respond(held[n], DNS_ERR_REFUSED));
	SAY("the next: %d\n", evdns_server_request_respond(held[n + 1], DNS_ERR_NONE));
	SAY("drop it: %d\n", evdns_server_request_drop(held[n + 1]));

	for (got = 0; next_reply(client, &m) == got; got++)
		;
	CHECK(got == n);
	CHECK(turn() == 0);
	CHECK(next_reply(client, &m) == -1); /* nothing goes by itself */
	SAY("with room: %d\n", evdns_server_request_respond(held[n], DNS_ERR_REFUSED));
	CHECK(next_reply(client, &m) == n);
	say_header(&m);

	for (n += 2; n < REQUESTS; n++)
		CHECK(evdns_server_request_drop(held[n]) == 0);
	stop();
	return t_result();
}
