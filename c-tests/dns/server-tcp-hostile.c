// run: once
// on: ours
// Bad clients of a server port on TCP: lengths of 0, of too little and of the most, clients that go in the middle of a
// query or before their answer, rubbish. Others are served all the time, and what was held for one that has gone can
// be answered or dropped.
#include "stream.h"

static struct evdns_server_request *held[2];
static int nheld;

REQUEST(reply)
{
	if (!strcmp(req->questions[0]->name, "hold") && CHECK(nheld < 2)) {
		held[nheld++] = req;
		return;
	}
	CHECK(evdns_server_request_respond(req, DNS_ERR_REFUSED) == 0);
}

/* A good client gets its answer. */
static void good(void)
{
	struct message m;
	int fd = tcp_client();
	CHECK(ask_tcp(fd, query(&m, "example.com", EVDNS_TYPE_A))->len == m.len);
	close(fd);
}

/* A client that sends this and goes. */
static void send_and_go(const void *bytes, int n)
{
	int fd = tcp_client();
	write_all(fd, bytes, n);
	for (int i = 0; i < 5; i++)
		turn();
	close(fd);
	good();
}

int main(void)
{
	struct message m, out = { .len = 0 }, big = { .len = 0 };
	int fd, i;
	unsigned seed = 1;

	listen_tcp(reply, NULL);
	send_and_go("", 0);
	send_and_go("\0", 1);
	send_and_go("\0\0", 2);
	send_and_go("\0\0\0\0\0\0\0\0", 8);
	send_and_go("\377\377", 2);
	send_and_go("\377\377rubbish", 9);
	for (i = 1; i <= 12; i++)
		send_and_go("\0\13\0\1\1\0\0\1\0\0\0\0\0\0", 2 + i);

	/* Every beginning of a query. */
	frame(&out, query(&m, "example.com", EVDNS_TYPE_A));
	for (i = 0; i < out.len; i++)
		send_and_go(out.at, i);

	/* A query with much behind it, of the greatest length. */
	put16(&big, 65533);
	put(&big, m.at, m.len);
	memset(big.at + big.len, 1, sizeof(big.at) - big.len);
	big.len = 65535;
	fd = tcp_client();
	write_all(fd, big.at, big.len);
	CHECK(read_message(fd, &big)->len == m.len);
	close(fd);

	for (i = 0; i < 200; i++) {
		unsigned char rubbish[100];
		for (unsigned k = 0; k < sizeof(rubbish); k++)
			rubbish[k] = k ? (seed = seed * 1103515245 + 12345) >> 16 : 0;
		fd = tcp_client();
		write_all(fd, rubbish, sizeof(rubbish));
		close(fd);
	}
	good();

	/* Gone before the answer. */
	out.len = 0;
	frame(&out, query(&m, "hold", EVDNS_TYPE_A));
	frame(&out, &m);
	fd = tcp_client();
	write_all(fd, out.at, out.len);
	while (nheld < 2)
		turn();
	close(fd);
	good();
	evdns_server_request_respond(held[0], DNS_ERR_NONE); /* whatever it returns */
	CHECK(evdns_server_request_drop(held[1]) == 0);
	good();
	stop_listening();
	return t_result();
}
