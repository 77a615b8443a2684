/* Addresses that race: all are 127.0.0.N with one port, where .1 listens, .2 takes no more connections, and nobody is
 * at the others. */
#ifndef RACE_H
#define RACE_H

#include "gai.h"
#include "bufferevent/kit.h"
#include <dirent.h>
#include <event2/bufferevent_connect.h>

static struct event_base *base;
static struct fake *fake;
static int race_port, race_listener, race_hole, race_fillers[4];
/* What the program has heard. */
static int race_events, race_what, race_errno;

T_UNUSED static struct sockaddr_in race_address(int n)
{
	struct sockaddr_in sin = loopback(race_port);
	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK - 1 + n);
	return sin;
}

T_UNUSED static void race_start(void)
{
	struct sockaddr_in sin;
	base = event_base_new();
	fake = fake_new(base);
	race_listener = tcp_listen(&sin);
	race_port = port_of(race_listener);
	sin = race_address(2);
	race_hole = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	CHECK(!bind(race_hole, (struct sockaddr *)&sin, sizeof(sin)) && !listen(race_hole, 0));
	for (int i = 0; i < 4; i++) {
		race_fillers[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
		connect(race_fillers[i], (struct sockaddr *)&sin, sizeof(sin));
	}
	fake_rule(fake, "one.test", "127.0.0.1", "nxdomain");
	fake_rule(fake, "hole.test", "127.0.0.2", "nxdomain");
	fake_rule(fake, "refused-first.test", "127.0.0.3 127.0.0.4 127.0.0.1", "nxdomain");
	fake_rule(fake, "hole-first.test", "127.0.0.2 127.0.0.2 127.0.0.1 127.0.0.2", "nxdomain");
}

T_UNUSED static void race_end(void)
{
	for (int i = 0; i < 4; i++)
		close(race_fillers[i]);
	close(race_hole);
	close(race_listener);
	fake_free(fake);
	event_base_free(base);
}

T_UNUSED static void race_event(struct bufferevent *bev, short what, void *arg)
{
	race_errno = EVUTIL_SOCKET_ERROR();
	race_what = what;
	race_events++;
	CHECK(bev == arg);
}

/* A bufferevent that races, with this head start in milliseconds. */
T_UNUSED static struct bufferevent *race_new(long head_start)
{
	struct bufferevent *bev = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, NULL, NULL, race_event, bev);
	bufferevent_enable(bev, EV_READ);
	CHECK(bufferevent_socket_set_happy_eyeballs(bev, MS(head_start)) == 0);
	put_text(bev, "text");
	race_events = race_what = 0;
	return bev;
}

T_UNUSED static void race_for(struct bufferevent *bev, struct evdns_base *dns, const char *name)
{
	CHECK(bufferevent_socket_connect_hostname(bev, dns, AF_UNSPEC, name, race_port) == 0);
}

/* Runs until the program has heard of a connection, which is to 127.0.0.1, and of its end. */
T_UNUSED static void race_won(struct bufferevent *bev)
{
	struct sockaddr_in peer = { 0 };
	socklen_t len = sizeof(peer);
	int far;
	UNTIL(base, race_events && !evbuffer_get_length(bufferevent_get_output(bev)));
	CHECK(race_what == BEV_EVENT_CONNECTED);
	CHECK(bufferevent_get_enabled(bev) == (EV_READ | EV_WRITE));
	CHECK(getpeername(bufferevent_getfd(bev), (struct sockaddr *)&peer, &len) == 0);
	CHECK(peer.sin_addr.s_addr == htonl(INADDR_LOOPBACK) && peer.sin_port == htons(race_port));
	far = tcp_accept(race_listener);
	CHECK(strcmp(fd_get(far), "text") == 0);
	close(far);
	UNTIL(base, race_events == 2);
	CHECK(race_what == (BEV_EVENT_READING | BEV_EVENT_EOF));
}

/* How many fds are open. */
T_UNUSED static int open_fds(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int n = 0;
	while (readdir(dir))
		n++;
	closedir(dir);
	return n;
}

#endif
