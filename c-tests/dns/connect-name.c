// run: once
// bufferevent_socket_connect_hostname with an evdns_base: names found by DNS and in the hosts file, and addresses as
// text; what was written before goes out.
#include "connect.h"

static struct event_base *base;
static struct evdns_base *dns;
static int listener, port;

static void try(int family, const char *host, int options, int enabled)
{
	struct bufferevent *bev = connect_new(base, options);
	struct sockaddr_storage peer;
	socklen_t len = sizeof peer;
	SAY("options %d, enabled %s, ", options, t_what(enabled));
	bufferevent_disable(bev, EV_READ | EV_WRITE);
	bufferevent_enable(bev, (short)enabled);
	put_text(bev, "early");
	connect_by_name(bev, dns, family, host, port);
	SAY(" waiting: out %zu\n", evbuffer_get_length(bufferevent_get_output(bev)));
	UNTIL(base, connect_events);
	CHECK(getpeername(bufferevent_getfd(bev), (struct sockaddr *)&peer, &len) == 0);
	put_text(bev, ", late");
	bufferevent_enable(bev, EV_WRITE);
	UNTIL(base, evbuffer_get_length(bufferevent_get_output(bev)) == 0);
	settle(base);
	connect_accepted(listener, (int)strlen("early, late"));
	bufferevent_free(bev);
	settle(base);
}

int main(void)
{
	static const char *const names[] = { "four.test", "both.test", "alias.test", "file.test", "127.0.0.1" };
	static const int families[] = { AF_INET, AF_UNSPEC };
	static const int enabled[] = { 0, EV_WRITE, EV_READ, EV_READ | EV_WRITE };
	struct sockaddr_in sin;
	struct fake *fake;
	t_log();
	base = event_base_new();
	fake = fake_new(base);
	dns = fake_resolver(base, fake);
	listener = tcp_listen(&sin);
	port = ntohs(sin.sin_port);
	fake_rule(fake, "four.test", "127.0.0.1", "nxdomain");
	fake_rule(fake, "both.test", "127.0.0.1", "::1");
	fake_rule(fake, "alias.test", "cname:true.test 127.0.0.1", "");
	put_file("hosts", "127.0.0.1 file.test\n");
	CHECK(evdns_base_load_hosts(dns, "hosts") == 0);
	for (int f = 0; f < 2; f++)
		for (int n = 0; n < 5; n++)
			try(families[f], names[n], n & 1 ? BEV_OPT_DEFER_CALLBACKS : 0, enabled[(f + n) % 4]);
	fake_say_log(fake);
	close(listener);
	evdns_base_free(dns, 1);
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
