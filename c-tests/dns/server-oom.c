// run: once
// on: ours
// A server port's life with any request for memory refused, on UDP and TCP: what fails says so and leaves all else as it
// was. A query may be lost, and a connection closed; a reply that could not be sent can be given again. (Only on ours for
// TCP, and for replies that wait.)
#include "memory/alloc.h"
#include "stream.h"

static struct evdns_server_request *held;
static struct message m;
static int strict; /* no more failures are expected */

REQUEST(hold)
{
	CHECK(!held);
	held = req;
}

/* A call that must return this, or -1 for want of memory. */
static int may_fail(int result, int wanted)
{
	return CHECK(result == wanted || (result == -1 && al.failed && !strict)) && result == wanted;
}

static void run(void)
{
	for (int i = 0; i < 4; i++)
		turn();
}

static int add_records(void)
{
	struct in_addr in = { htonl(0x01020304) };
	return may_fail(evdns_server_request_add_a_reply(held, "example.com", 1, &in, 1), 0) +
	    may_fail(evdns_server_request_add_ptr_reply(held, &in, NULL, "example.com", 1), 0) +
	    may_fail(evdns_server_request_add_cname_reply(held, "www.example.com", "example.com", 1), 0);
}

/* Answers the request, with memory where there was none. */
static void respond(int wanted)
{
	int records = add_records();
	if (!may_fail(evdns_server_request_respond(held, DNS_ERR_NONE), wanted)) {
		al_stop_failing();
		CHECK(evdns_server_request_respond(held, DNS_ERR_NONE) == wanted);
	}
	held = NULL;
	m.at[7] = records;
}

/* The socket is still the program's. */
static void no_port(int fd)
{
	CHECK(al.failed && fcntl(fd, F_GETFD) >= 0);
	al_stop_failing();
}

/* A reply that is sent, and one that waits for room. */
static void ask_by_udp(void)
{
	struct message reply;
	for (int waits = 0; waits < 2; waits++) {
		send_message(query(&m, "example.com", EVDNS_TYPE_A));
		run();
		if (!held) {
			CHECK(al.failed);
			continue;
		}
		while (waits && send(server, "junk", 4, 0) == 4)
			;
		respond(waits);
		do {
			reply.len = recv(client, reply.at, sizeof(reply.at), 0);
			turn();
		} while (reply.len == 4);
		CHECK(reply.len > m.len - 3 && get16(&reply, 6) == m.at[7] && get16(&reply, 2) == 0x8100);
	}
}

static void udp(void)
{
	long n = al.fail_in;
	int all = al.fail_on, pair[2];

	al_stop_failing();
	CHECK(!socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair));
	server = pair[0];
	client = pair[1];
	base = event_base_new();
	al_fail(n, all);
	port = evdns_add_server_port_with_base(base, server, 0, hold, NULL);
	if (port) {
		ask_by_udp();
		evdns_close_server_port(port);
		CHECK(fcntl(server, F_GETFD) == -1);
	} else {
		no_port(server);
		close(server);
	}
	al_stop_failing();
	event_base_free(base);
	close(client);
}

/* Asks and is answered, or turned out. Returns whether the connection is still open. */
static int ask_by_tcp(int fd)
{
	struct message out = { .len = 0 };
	frame(&out, query(&m, "example.com", EVDNS_TYPE_A));
	if (send(fd, out.at, out.len, MSG_NOSIGNAL) != out.len)
		return may_fail(-1, 0);
	run();
	if (held) {
		respond(0);
		run();
		if (read_message(fd, &out)->len < 0)
			return may_fail(-1, 0);
		CHECK(get16(&out, 6) == m.at[7] && get16(&out, 2) == 0x8100);
		return 1;
	}
	CHECK(al.failed && !strict);
	return recv(fd, &out.at, 1, 0) < 0 && errno == EAGAIN;
}

static void tcp(void)
{
	long n = al.fail_in;
	int all = al.fail_on, fd;
	struct evconnlistener *listener;

	al_stop_failing();
	strict = 0;
	listener = listener_of_tcp();
	al_fail(n, all);
	port = evdns_add_server_port_with_listener(base, listener, 0, hold, NULL);
	if (port) {
		may_fail(evdns_server_port_set_option(port, EVDNS_SOPT_TCP_IDLE_TIMEOUT, 1000), 0);
		fd = tcp_client();
		if (ask_by_tcp(fd) && ask_by_tcp(fd)) {
			al_stop_failing();
			strict = 1;
			CHECK(ask_by_tcp(fd));
		}
		al_stop_failing();
		strict = 1;
		close(fd);
		fd = tcp_client();
		CHECK(ask_by_tcp(fd));
		close(fd);
	} else {
		no_port(evconnlistener_get_fd(listener));
		evconnlistener_free(listener);
	}
	stop_listening();
}

int main(void)
{
	use_one_processor();
	al_start();
	udp();
	al_every_failure("UDP", udp);
	tcp();
	al_every_failure("TCP", tcp);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
