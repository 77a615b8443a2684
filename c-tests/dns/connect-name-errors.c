// run: once
// bufferevent_socket_connect_hostname with an evdns_base: look-ups that fail, bad arguments, an address that refuses.
#include "connect.h"

static struct event_base *base;
static struct evdns_base *dns;

static void try(int options, int family, const char *host, int port)
{
	struct bufferevent *bev = connect_new(base, options);
	SAY("%s", options ? "deferred, " : "");
	bufferevent_enable(bev, EV_READ | EV_WRITE);
	put_text(bev, "text");
	connect_by_name(bev, dns, family, host, port);
	if (family != 77 && family != AF_UNIX && port > 0 && port < 65536)
		UNTIL(base, connect_events);
	settle(base);
	SAY(" events %d, socket %s, out %zu\n", connect_events, bufferevent_getfd(bev) < 0 ? "none" : "there",
	    evbuffer_get_length(bufferevent_get_output(bev)));
	bufferevent_free(bev);
}

int main(void)
{
	static const char *const names[] = { "nowhere.test", "nodata.test", "servfail.test", "six.test", "refusing.test",
		"::1", "1.2.3.4.5", "" };
	struct sockaddr_in sin;
	struct fake *fake;
	int holder = tcp_refusing(&sin), port = ntohs(sin.sin_port);
	base = event_base_new();
	fake = fake_new(base);
	dns = fake_resolver(base, fake);
	fake_rule(fake, "nodata.test", "", "");
	fake_rule(fake, "servfail.test", "servfail", "servfail");
	fake_rule(fake, "six.test", "", "2001:db8::1");
	fake_rule(fake, "refusing.test", "127.0.0.1", "nxdomain");
	for (int options = 0; options <= BEV_OPT_DEFER_CALLBACKS; options += BEV_OPT_DEFER_CALLBACKS) {
		for (size_t i = 0; i < sizeof names / sizeof *names; i++)
			try(options, AF_INET, names[i], port);
		try(options, AF_UNSPEC, "nowhere.test", port);
		try(options, AF_UNSPEC, "refusing.test", port);
		try(options, AF_INET6, "127.0.0.1", port);
		try(options, 77, "refusing.test", port);
		try(options, AF_UNIX, "refusing.test", port);
		try(options, AF_INET, "refusing.test", 0);
		try(options, AF_INET, "refusing.test", 65536);
		try(options, AF_INET, "refusing.test", -1);
	}
	close(holder);
	evdns_base_free(dns, 1);
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
