// run: once
// on: ours
// A port that is closed in its own callback, before or after the request is answered, while more queries wait in the
// socket: nothing is touched that is gone. (The original reads freed memory.)
#include "held.h"

static const char *way;

static void close_port(void)
{
	if (port)
		evdns_close_server_port(port);
	port = NULL;
}

REQUEST(answer)
{
	nheld++;
	if (!strcmp(way, "close, respond"))
		close_port();
	if (!strcmp(way, "respond, close") || !strcmp(way, "close, respond"))
		CHECK(evdns_server_request_respond(req, DNS_ERR_NONE) == 0);
	if (!strcmp(way, "drop, close"))
		CHECK(evdns_server_request_drop(req) == 0);
	close_port();
	if (!strcmp(way, "close, drop"))
		CHECK(evdns_server_request_drop(req) == 0);
	if (!strcmp(way, "close, respond later"))
		held[0] = req;
}

/* Answers, and closes the port with the first of several queries that are read together. */
REQUEST(answer_some)
{
	CHECK(evdns_server_request_respond(req, DNS_ERR_NONE) == 0);
	if (++nheld == 4)
		close_port();
}

static void close_among_many(void)
{
	struct message m;
	serve(answer_some, NULL);
	nheld = 0;
	query(&m, "example.com", EVDNS_TYPE_A);
	for (int i = 0; i < 20; i++)
		send_message(&m);
	for (int i = 0; i < 100 && port; i++)
		turn();
	CHECK(!port);
	turn();
	SAY("of 20: %d\n", nheld);
	stop();
}

int main(void)
{
	static const char *const ways[] = { "respond, close", "close, respond", "drop, close", "close, drop",
		"close, respond later" };
	struct message m;
	for (int i = 0; i < 5; i++) {
		way = ways[i];
		serve(answer, NULL);
		nheld = 0;
		query(&m, "example.com", EVDNS_TYPE_A);
		send_message(&m);
		if (i < 4) { /* what waits is lost */
			send_message(&m);
			send_message(&m);
		}
		while (nheld == 0)
			turn();
		turn();
		if (i == 4) {
			CHECK(fcntl(server, F_GETFD) >= 0);
			CHECK(evdns_server_request_respond(held[0], DNS_ERR_NONE) == 0);
		}
		CHECK(nheld == 1 && fcntl(server, F_GETFD) < 0);
		SAY("%s: ", way);
		m.len = recv(client, m.at, sizeof(m.at), 0);
		say_header(&m);
		CHECK(recv(client, m.at, sizeof(m.at), 0) < 0);
		stop();
	}
	close_among_many();
	return t_result();
}
