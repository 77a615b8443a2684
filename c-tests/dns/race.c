// run: once
// on: ours
// bufferevent_socket_set_happy_eyeballs: which of a host's addresses a bufferevent gets connected to, and what it
// hears if that is none.
#include "race.h"

/* Longer than anybody waits: the next address is tried because the one before it fails. */
#define NEVER 60000

static struct evdns_base *dns;
static int fds;

static struct bufferevent *race(const char *name, long head_start)
{
	struct bufferevent *bev;
	fds = open_fds();
	bev = race_new(head_start);
	race_for(bev, dns, name);
	CHECK(bufferevent_getfd(bev) == -1 && race_events == 0);
	return bev;
}

static void end(struct bufferevent *bev)
{
	int events = race_events;
	settle(base);
	bufferevent_free(bev);
	settle(base);
	CHECK(race_events == events);
	CHECK(open_fds() == fds);
}

static void wins(const char *name, long head_start)
{
	struct bufferevent *bev;
	SAY("%s\n", name);
	bev = race(name, head_start);
	race_won(bev);
	CHECK(bufferevent_socket_get_dns_error(bev) == 0);
	end(bev);
}

static void loses(const char *name, int what, int error, int dns_error)
{
	struct bufferevent *bev;
	SAY("%s\n", name);
	bev = race(name, NEVER);
	UNTIL(base, race_events);
	CHECK(race_what == what);
	CHECK(!error || race_errno == error);
	CHECK(bufferevent_socket_get_dns_error(bev) == dns_error);
	CHECK(bufferevent_getfd(bev) == -1);
	CHECK(bufferevent_get_enabled(bev) == (EV_READ | EV_WRITE));
	settle(base);
	/* It can connect once more. */
	race_events = 0;
	CHECK(bufferevent_socket_connect_hostname(bev, dns, AF_INET, "127.0.0.1", race_port) == 0);
	race_won(bev);
	end(bev);
}

/* A timeout for writing, set before or during the race, counts for all of it. */
static void times_out(int during)
{
	struct bufferevent *bev;
	long start = now_ms();
	SAY("timeout, set %s\n", during ? "during the race" : "before");
	bev = race("hole.test", 10);
	if (during)
		settle(base);
	CHECK(bufferevent_set_timeouts(bev, NULL, MS(50)) == 0);
	UNTIL(base, race_events);
	CHECK(race_what == (BEV_EVENT_WRITING | BEV_EVENT_TIMEOUT));
	CHECK(now_ms() - start >= 50 - T_EARLY);
	CHECK(bufferevent_get_enabled(bev) == EV_READ);
	CHECK(bufferevent_getfd(bev) == -1);
	end(bev);
}

/* Turned off again, or with a socket of the program's own, it is the first address or none. */
static void first_only(int own_socket)
{
	struct bufferevent *bev = race_new(10);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	SAY("%s\n", own_socket ? "a socket of the program's" : "turned off");
	if (own_socket)
		CHECK(bufferevent_setfd(bev, fd) == 0);
	else
		CHECK(bufferevent_socket_set_happy_eyeballs(bev, NULL) == 0);
	race_for(bev, dns, "refused-first.test");
	UNTIL(base, race_events);
	CHECK(race_what == BEV_EVENT_ERROR && race_errno == ECONNREFUSED);
	CHECK(!own_socket || bufferevent_getfd(bev) == fd);
	bufferevent_free(bev);
	if (!own_socket)
		close(fd);
	settle(base);
}

static void wrong_arguments(void)
{
	struct bufferevent *pair[2], *bev = bufferevent_socket_new(base, -1, 0);
	CHECK(bufferevent_pair_new(base, 0, pair) == 0);
	CHECK(bufferevent_socket_set_happy_eyeballs(pair[0], MS(100)) == -1);
	CHECK(bufferevent_socket_set_happy_eyeballs(pair[0], NULL) == -1);
	CHECK(bufferevent_socket_set_happy_eyeballs(NULL, MS(100)) == -1);
	CHECK(bufferevent_socket_set_happy_eyeballs(bev, &(struct timeval){ -1, 0 }) == -1);
	CHECK(bufferevent_socket_set_happy_eyeballs(bev, &(struct timeval){ 0, -1 }) == -1);
	CHECK(bufferevent_socket_set_happy_eyeballs(bev, &(struct timeval){ 0, 1000000 }) == -1);
	CHECK(bufferevent_socket_set_happy_eyeballs(bev, MS(0)) == 0);
	CHECK(bufferevent_socket_set_happy_eyeballs(bev, NULL) == 0);
	for (int i = 0; i < 2; i++)
		bufferevent_free(pair[i]);
	bufferevent_free(bev);
}

int main(void)
{
	race_start();
	dns = fake_resolver(base, fake);
	fake_rule(fake, "both.test", "127.0.0.1", "::1");
	fake_rule(fake, "many.test", "127.0.0.3 127.0.0.2 127.0.0.4 127.0.0.1", "::1 ::2");
	fake_rule(fake, "refused.test", "127.0.0.3 127.0.0.4", "nxdomain");
	fake_rule(fake, "nowhere.test", "nxdomain", "nxdomain");

	wrong_arguments();
	wins("127.0.0.1", NEVER);
	wins("one.test", NEVER);
	wins("refused-first.test", NEVER);
	wins("hole-first.test", 10);
	wins("both.test", NEVER);
	wins("many.test", 10);
	loses("refused.test", BEV_EVENT_ERROR, ECONNREFUSED, 0);
	loses("nowhere.test", BEV_EVENT_ERROR, 0, EVUTIL_EAI_NONAME);
	times_out(0);
	times_out(1);
	first_only(0);
	first_only(1);
	evdns_base_free(dns, 0);
	dns = NULL; /* the system's resolver */
	wins("127.0.0.1", NEVER);
	loses("127.0.0.3", BEV_EVENT_ERROR, ECONNREFUSED, 0);
	race_end();
	return t_result();
}
