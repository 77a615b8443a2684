// run: once
// bufferevent_socket_connect_hostname: a second connect, by name or by address, while the first look-up is under way,
// after one that failed, and from the event callback.
#include "connect.h"

static struct event_base *base;
static struct evdns_base *dns;
static struct fake *fake;
static struct sockaddr_in sin;
static int listener;

static void event_again(struct bufferevent *bev, short what, void *name)
{
	connect_event(bev, what, name);
	if (connect_events == 1)
		connect_by_name(bev, dns, AF_INET, "good.test", ntohs(sin.sin_port));
}

static void show(struct bufferevent *bev)
{
	settle(base);
	SAY(" events %d, socket %s\n", connect_events, bufferevent_getfd(bev) < 0 ? "none" : "there");
}

int main(void)
{
	struct bufferevent *bev;
	base = event_base_new();
	fake = fake_new(base);
	dns = fake_resolver(base, fake);
	listener = tcp_listen(&sin);
	fake_rule(fake, "held.test", "hold 127.0.0.1", "");
	fake_rule(fake, "good.test", "127.0.0.1", "");
	signal(SIGPIPE, SIG_IGN);

	SAY("by name, then by name\n");
	bev = connect_new(base, 0);
	connect_by_name(bev, dns, AF_INET, "held.test", ntohs(sin.sin_port));
	gai_settle(base);
	connect_by_name(bev, dns, AF_INET, "good.test", ntohs(sin.sin_port));
	gai_settle(base);
	UNTIL(base, connect_events);
	show(bev);
	bufferevent_free(bev);
	gai_settle(base);
	fake_release(fake, "held.test", A);
	gai_settle(base);

	SAY("by name, then by address\n");
	fake_rule_of(fake, "held.test")->released[A] = 0;
	bev = connect_new(base, 0);
	connect_by_name(bev, dns, AF_INET, "held.test", ntohs(sin.sin_port));
	gai_settle(base);
	SAY(" returned %d\n", bufferevent_socket_connect(bev, (struct sockaddr *)&sin, sizeof sin));
	UNTIL(base, connect_events);
	show(bev);
	fake_release(fake, "held.test", A);
	gai_settle(base);
	show(bev);
	bufferevent_free(bev);
	gai_settle(base);

	SAY("again after a failure\n");
	bev = connect_new(base, 0);
	connect_by_name(bev, dns, AF_INET, "nowhere.test", ntohs(sin.sin_port));
	UNTIL(base, connect_events == 1);
	connect_by_name(bev, dns, AF_INET, "good.test", ntohs(sin.sin_port));
	UNTIL(base, connect_events == 2);
	show(bev);
	bufferevent_free(bev);

	SAY("again in the callback\n");
	bev = connect_new(base, 0);
	bufferevent_setcb(bev, NULL, NULL, event_again, " bev");
	connect_by_name(bev, dns, AF_INET, "nowhere.test", ntohs(sin.sin_port));
	UNTIL(base, connect_events == 2);
	show(bev);
	bufferevent_free(bev);

	close(listener);
	evdns_base_free(dns, 1);
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
