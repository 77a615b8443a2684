// run: once
// Several ports in one loop, one of them on an IPv6 address; evdns_server_request_get_requesting_addr says who asks.
#include "raw.h"

union any_address {
	struct sockaddr sa;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
	struct sockaddr_storage any;
};

static int asking; /* the client's socket */

REQUEST(look)
{
	union any_address want, got;
	socklen_t len = sizeof(want);
	int n;
	CHECK(!getsockname(asking, &want.sa, &len));
	SAY("request to %s: %s\n", (const char *)arg, req->questions[0]->name);
	for (n = -1; n < (int)sizeof(got); n++) {
		memset(&got, 7, sizeof(got));
		if (evdns_server_request_get_requesting_addr(req, &got.sa, n) < 0) {
			CHECK(n < (int)len);
			CHECK(got.in6.sin6_flowinfo == 0x07070707 && got.sa.sa_family == 0x0707); /* untouched */
			continue;
		}
		CHECK(n >= (int)len);
		CHECK(evdns_server_request_get_requesting_addr(req, &got.sa, n) == (int)len);
		CHECK(got.sa.sa_family == want.sa.sa_family && got.in.sin_port == want.in.sin_port);
		if (got.sa.sa_family == AF_INET)
			CHECK(got.in.sin_addr.s_addr == htonl(INADDR_LOOPBACK));
		else
			CHECK(!memcmp(&got.in6.sin6_addr, &in6addr_loopback, 16));
	}
	CHECK(evdns_server_request_respond(req, DNS_ERR_NONE) == 0);
}

int main(void)
{
	struct message m;
	union any_address a = { .in6 = { .sin6_family = AF_INET6, .sin6_addr = in6addr_loopback } };
	socklen_t len = sizeof(a.in6);
	int second = udp_socket(), third = socket(AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int others[2] = { udp_socket(), socket(AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0) };
	struct evdns_server_port *more[2];

	serve(look, "the first");
	CHECK(!bind(third, &a.sa, len) && !getsockname(third, &a.sa, &len));
	CHECK(!connect_to(others[0], port_of(second)) && !connect(others[1], &a.sa, len));
	more[0] = evdns_add_server_port_with_base(base, second, 0, look, "the second");
	more[1] = evdns_add_server_port_with_base(base, third, 0, look, "the third");

	asking = client;
	say_header(ask(query(&m, "one", EVDNS_TYPE_A)));
	for (int i = 0; i < 2; i++) {
		asking = others[i];
		query(&m, i ? "three" : "two", EVDNS_TYPE_A);
		CHECK(send(asking, m.at, m.len, 0) == m.len);
		while ((m.len = recv(asking, m.at, sizeof(m.at), 0)) < 0)
			event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK);
		say_header(&m);
		evdns_close_server_port(more[i]);
		close(asking);
	}
	stop();
	return t_result();
}
