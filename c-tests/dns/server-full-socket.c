// run: once
// on: ours
// A reply for which the socket has no room waits until there is some: evdns_server_request_respond returns 1, and
// the request is the library's, which sends the replies in order. (The original returns -1 and sends nothing.)
#include "held.h"

#define REQUESTS 60

int main(void)
{
	struct message m;
	int small = 1, n, result = 0, got = 0;

	hold_over_pair(REQUESTS);
	CHECK(!setsockopt(server, SOL_SOCKET, SO_SNDBUF, &small, sizeof(small)));
	for (n = 0; n < REQUESTS && !result; n++)
		result = evdns_server_request_respond(held[n], DNS_ERR_NOTEXIST);
	CHECK(result == 1 && n > 1 && n < REQUESTS - 2);
	CHECK(evdns_server_request_respond(held[n], DNS_ERR_REFUSED) == 1);
	CHECK(evdns_server_request_drop(held[n + 1]) == 0);

	while (got <= n) {
		int which = next_reply(client, &m);
		if (which < 0) {
			turn();
			continue;
		}
		CHECK(which == got++);
		CHECK((m.at[3] & 15) == (which < n ? DNS_ERR_NOTEXIST : DNS_ERR_REFUSED));
	}
	CHECK(next_reply(client, &m) == -1);

	for (n += 2; n < REQUESTS; n++)
		CHECK(evdns_server_request_drop(held[n]) == 0);
	stop();
	return t_result();
}
