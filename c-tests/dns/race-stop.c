// run: once
// on: ours
// bufferevent_socket_set_happy_eyeballs: what ends a race besides the addresses.
#include "race.h"

enum how { FREE, SET_FD, NO_FD, CONNECT, CONNECT_BY_NAME, TURN_OFF, FREE_DNS, HOWS };

static const char *const names[] = { "freed", "gets a socket", "gets none", "connects to an address",
	"connects to a name", "turned off", "resolver freed" };

static struct evdns_base *dns;

/* HOLE: the race is under way; else the name is being looked up. */
static void stop(int how, int hole, int options)
{
	int before = open_fds(), fd = -1;
	struct bufferevent *bev;
	struct sockaddr_in there = race_address(1);

	SAY("%s, %s\n", names[how], hole ? "race" : "look-up");
	dns = fake_resolver(base, fake);
	bev = bufferevent_socket_new(base, -1, options);
	bufferevent_setcb(bev, NULL, NULL, race_event, bev);
	bufferevent_enable(bev, EV_READ);
	put_text(bev, "text");
	race_events = 0;
	CHECK(bufferevent_socket_set_happy_eyeballs(bev, MS(10)) == 0);
	race_for(bev, dns, hole ? "hole.test" : "silent.test");
	if (hole) {
		int waiting = open_fds();
		UNTIL(base, open_fds() > waiting);
	}
	CHECK(race_events == 0);
	switch (how) {
	case FREE:
		break;
	case SET_FD:
		fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		CHECK(connect(fd, (struct sockaddr *)&there, sizeof(there)) == 0);
		evutil_make_socket_nonblocking(fd);
		CHECK(bufferevent_setfd(bev, fd) == 0);
		break;
	case NO_FD:
		CHECK(bufferevent_setfd(bev, -1) == 0);
		break;
	case CONNECT:
		CHECK(bufferevent_socket_connect(bev, (struct sockaddr *)&there, sizeof(there)) == 0);
		break;
	case CONNECT_BY_NAME:
		race_for(bev, dns, "one.test");
		break;
	case TURN_OFF:
		CHECK(bufferevent_socket_set_happy_eyeballs(bev, NULL) == 0);
		break;
	case FREE_DNS:
		evdns_base_free(dns, 0);
		dns = NULL;
	}
	if (how == CONNECT || how == CONNECT_BY_NAME) {
		race_won(bev);
	} else {
		settle(base);
		CHECK(race_events == 0);
		if (how == SET_FD)
			close(tcp_accept(race_listener));
	}
	if (!(options & BEV_OPT_CLOSE_ON_FREE))
		close(bufferevent_getfd(bev));
	bufferevent_free(bev);
	settle(base);
	if (dns)
		evdns_base_free(dns, 0);
	settle(base);
	CHECK(open_fds() == before);
}

int main(void)
{
	race_start();
	fake_rule(fake, "silent.test", "silent", "silent");
	for (int how = 0; how < HOWS; how++) {
		stop(how, 0, BEV_OPT_CLOSE_ON_FREE);
		stop(how, 1, BEV_OPT_CLOSE_ON_FREE);
		stop(how, 1, BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS);
		stop(how, 1, 0);
	}
	race_end();
	return t_result();
}
