// run: once
// bufferevent_socket_connect_hostname: of several addresses only the first is tried.
#include "connect.h"

int main(void)
{
	struct event_base *base = event_base_new();
	struct fake *fake = fake_new(base);
	struct evdns_base *dns = fake_resolver(base, fake);
	struct sockaddr_in sin;
	int listener = tcp_listen(&sin); /* on 127.0.0.1: 127.0.0.2 refuses */
	static const char *const names[] = { "accepts.refuses.test", "refuses.accepts.test", "six-first.test" };
	static const int families[] = { AF_INET, AF_UNSPEC };
	fake_rule(fake, names[0], "127.0.0.1 127.0.0.2", "");
	fake_rule(fake, names[1], "127.0.0.2 127.0.0.1", "");
	fake_rule(fake, names[2], "127.0.0.1", "::1");
	for (int n = 0; n < 3; n++) {
		for (int f = 0; f < 2; f++) {
			struct bufferevent *bev = connect_new(base, 0);
			connect_by_name(bev, dns, families[f], names[n], ntohs(sin.sin_port));
			UNTIL(base, connect_events);
			settle(base);
			SAY(" events %d, socket %s\n", connect_events, bufferevent_getfd(bev) < 0 ? "none" : "there");
			bufferevent_free(bev);
		}
	}
	close(listener);
	evdns_base_free(dns, 1);
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
