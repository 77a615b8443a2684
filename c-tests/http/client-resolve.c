// run: once
// alloc: no, it cancels a request that has failed at once
// A client whose host is a name that a nameserver knows: answered late, not found, no address; cancelled, freed, and with
// more requests while it waits; and that it is asked anew for each connection.
#include "peer.h"
#include <event2/dns.h>
#include <event2/dns_struct.h>

#define OK "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

static struct evdns_base *dns;
static struct evdns_server_port *server;
static struct evdns_server_request *asked[10];
static int asked_count, asked_total;

/* Keeps the questions until they are answered. */
static void question(struct evdns_server_request *req, void *arg)
{
	if (asked_count < (int)COUNT(asked))
		asked[asked_count++] = req;
	asked_total++;
}

/* Answers all with 127.0.0.1, or with an error. */
static void answer(int error)
{
	unsigned char address[4] = { 127, 0, 0, 1 };
	run();
	SAY("  answer %d\n", asked_count);
	for (int i = 0; i < asked_count; i++) {
		struct evdns_server_request *req = asked[i];
		if (!error)
			evdns_server_request_add_a_reply(req, req->questions[0]->name, 1, address, 0);
		evdns_server_request_respond(req, error > 0 ? error : 0);
	}
	asked_count = 0;
	run();
}

static void begin(const char *title)
{
	SAY("%s\n", title);
	evcon = evhttp_connection_base_new(base, dns, "name.test", port);
	evhttp_connection_set_closecb(evcon, closed, "con");
	evhttp_connection_set_family(evcon, AF_INET);
}

static void end(void)
{
	if (next_peer()) {
		say_sent();
		give(OK);
		say_sent();
	}
	if (evcon)
		free_connection();
	hang_up();
}

static void count_done(struct evhttp_request *req, void *arg)
{
	++*(int *)arg;
	done(req, "counted");
}

int main(void)
{
	struct sockaddr_in sin = { .sin_family = AF_INET };
	socklen_t len = sizeof(sin);
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	start();
	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	CHECK(!bind(fd, (struct sockaddr *)&sin, sizeof(sin)) && !getsockname(fd, (struct sockaddr *)&sin, &len));
	server = evdns_add_server_port_with_base(base, fd, 0, question, NULL);
	dns = evdns_base_new(base, 0);
	CHECK(server && dns && !evdns_base_nameserver_sockaddr_add(dns, (struct sockaddr *)&sin, sizeof(sin), 0));
	CHECK(evdns_base_set_option(dns, "randomize-case:", "0") == 0);

	begin("found");
	get("a", "/a");
	get("b", "/b");
	answer(0);
	end();

	begin("not found, and then found");
	get("a", "/a");
	get("b", "/b");
	answer(3);
	SAY("  once more\n");
	get("c", "/c");
	answer(0);
	end();

	begin("no address");
	get("a", "/a");
	answer(-1);
	end();

	begin("cancelled while it waits");
	struct evhttp_request *req = get("a", "/a");
	run();
	evhttp_cancel_request(req);
	answer(0);
	end();

	begin("freed while it waits");
	get("a", "/a");
	run();
	evhttp_connection_free(evcon);
	evcon = NULL;
	answer(0);
	/* The original connects all the same, and loses the socket. */
	while (next_peer())
		hang_up();

	begin("no answer in time");
	int count = 0;
	evhttp_connection_set_timeout_tv(evcon, MS(300));
	req = evhttp_request_new(count_done, &count);
	make(req, EVHTTP_REQ_GET, "/a");
	run_ms(600);
	SAY("  done %d\n", count);
	answer(0);
	SAY("  done %d\n", count);
	end();

	begin("each connection asks");
	asked_total = 0;
	get("a", "/a");
	answer(0);
	CHECK(next_peer() && take());
	give("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
	get("b", "/b");
	answer(0);
	CHECK(next_peer() && take());
	give(OK);
	get("c", "/c");
	answer(0);
	give(OK);
	SAY("  asked %d\n", asked_total);
	end();

	begin("EVHTTP_CON_REUSE_CONNECTED_ADDR");
	CHECK(evhttp_connection_set_flags(evcon, EVHTTP_CON_REUSE_CONNECTED_ADDR) == 0);
	asked_total = 0;
	get("a", "/a");
	answer(0);
	CHECK(next_peer() && take());
	give("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
	get("b", "/b");
	answer(0);
	CHECK(next_peer() && take());
	give(OK);
	SAY("  asked %d\n", asked_total);
	end();

	evdns_base_free(dns, 1);
	evdns_close_server_port(server);
	run();
	close(fd);
	stop();
	return t_result();
}
