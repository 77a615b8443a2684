// run: once
// A port that is closed while requests are to be answered: its socket stays until the last of them is, and till then it
// takes more. Requests can be answered in any order.
#include "held.h"

static int is_open(int fd) { return fcntl(fd, F_GETFD) >= 0; }

int main(void)
{
	static const int order[] = { 3, 0, 4, 1 };
	struct message m;
	hold_over_pair(6);
	for (int i = 0; i < 4; i++) {
		if (i == 2) {
			evdns_close_server_port(port);
			port = NULL;
			CHECK(turn() == 0);
		}
		CHECK(is_open(server));
		CHECK(evdns_server_request_add_a_reply(held[order[i]], "x", 1, "addr", 1) == 0);
		CHECK(evdns_server_request_respond(held[order[i]], DNS_ERR_NONE) == 0);
		SAY("reply %d\n", next_reply(client, &m));
		say_header(&m);
	}
	CHECK(evdns_server_request_drop(held[5]) == 0);

	send_message(query(&m, "6", EVDNS_TYPE_A));
	CHECK(turn() == 0);
	SAY("held: %d\n", nheld);
	if (nheld == 7) {
		CHECK(evdns_server_request_respond(held[6], DNS_ERR_NONE) == 0);
		SAY("reply %d\n", next_reply(client, &m));
	}

	CHECK(is_open(server));
	CHECK(evdns_server_request_drop(held[2]) == 0);
	CHECK(!is_open(server));
	CHECK(event_base_dispatch(base) == 1);
	stop();
	return t_result();
}
