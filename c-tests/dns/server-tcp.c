// run: once
// on: ours
// A server port on TCP: one query and several in a connection, together, byte by byte, in several connections at once,
// answered later and in another order; replies are not cut at 512 bytes.
#include "stream.h"

static struct evdns_server_request *held[3];
static int nheld;

REQUEST(reply)
{
	const char *name = req->questions[0]->name;
	char data[1000];
	CHECK(arg == &held && req->nquestions == 1);
	memset(data, 'd', sizeof(data));
	if (!strcmp(name, "hold")) {
		held[nheld++] = req;
		return;
	}
	for (int i = !strcmp(name, "long") ? 5 : 0; i > 0; i--)
		CHECK(!evdns_server_request_add_reply(req, EVDNS_ANSWER_SECTION, name, EVDNS_TYPE_TXT, EVDNS_CLASS_INET,
		    1, sizeof(data), 0, data));
	CHECK(!evdns_server_request_add_a_reply(req, name, 1, "addr", 1));
	CHECK(evdns_server_request_respond(req, DNS_ERR_NONE) == 0);
}

static void several(void)
{
	struct message m, out = { .len = 0 };
	int fd = tcp_client();
	say_bytes(ask_tcp(fd, query(&m, "example.com", EVDNS_TYPE_A)));
	say_bytes(ask_tcp(fd, query(&m, "two.example.com", EVDNS_TYPE_A)));

	/* Three at once. */
	for (int i = 0; i < 3; i++) {
		query(&m, i == 1 ? "middle" : "a", EVDNS_TYPE_A)->at[1] = i;
		frame(&out, &m);
	}
	write_all(fd, out.at, out.len);
	for (int i = 0; i < 3; i++)
		CHECK(read_message(fd, &m)->at[1] == i && m.len == (i == 1 ? 40 : 35));

	/* Byte by byte. */
	for (int i = 0; i < out.len; i++)
		write_all(fd, out.at + i, 1);
	for (int i = 0; i < 3; i++)
		CHECK(read_message(fd, &m)->at[1] == i);
	close(fd);
}

static void longer(void)
{
	struct message m;
	int fd = tcp_client();
	say_header(ask_tcp(fd, query(&m, "long", EVDNS_TYPE_TXT)));
	say_header(ask_tcp(fd, query(&m, "long", EVDNS_TYPE_TXT)));
	close(fd);
}

static void later(void)
{
	struct message m, out = { .len = 0 };
	int fd = tcp_client(), other = tcp_client();
	for (int i = 0; i < 3; i++) {
		query(&m, "hold", EVDNS_TYPE_A)->at[1] = i;
		frame(&out, &m);
	}
	write_all(fd, out.at, out.len);
	while (nheld < 3)
		turn();
	say_header(ask_tcp(other, query(&m, "other", EVDNS_TYPE_A)));
	for (int i = 2; i >= 0; i--)
		CHECK(evdns_server_request_respond(held[i], DNS_ERR_NOTEXIST) == 0);
	for (int i = 2; i >= 0; i--)
		CHECK(read_message(fd, &m)->at[1] == i && (m.at[3] & 15) == DNS_ERR_NOTEXIST);
	close(fd);
	close(other);
}

static void many(void)
{
	struct message m;
	int fds[50];
	CHECK(evdns_server_port_set_option(port, EVDNS_SOPT_TCP_MAX_CLIENTS, 50) == 0);
	for (int i = 0; i < 50; i++)
		fds[i] = tcp_client();
	for (int turns = 0; turns < 3; turns++)
		for (int i = 0; i < 50; i++)
			CHECK(ask_tcp(fds[i], query(&m, "example.com", EVDNS_TYPE_A))->len == 45);
	for (int i = 0; i < 50; i++)
		close(fds[i]);
}

int main(void)
{
	listen_tcp(reply, &held);
	several();
	longer();
	later();
	many();
	stop_listening();
	return t_result();
}
