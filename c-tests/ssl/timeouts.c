// run: once
// libs: -levent_openssl -lssl -lcrypto
// timeout: 60
// Timeouts for reading and writing: idle, reset by data, in a handshake that stalls, with output that does not go. What
// is told, whether it comes again, and what is enabled then.
#include "ssl/ssl.h"

static struct event_base *base;
static struct side side;
static struct raw peer;
static long since;

static int timeouts;

/* How often it comes while nothing else happens is a matter of time: "again" stands for once or more. */
static void on_event(struct bufferevent *bev, short what, void *log)
{
	if (!(what & BEV_EVENT_TIMEOUT) || ++timeouts == 1)
		log_ssl_event(bev, what, log);
	else if (timeouts == 2)
		LOG((struct b_log *)log, " again");
	if (what & BEV_EVENT_TIMEOUT)
		CHECK(now_ms() - since >= 80 - T_EARLY);
}

static void run_for(long ms)
{
	timeouts = 0;
	event_base_loopexit(base, MS(ms));
	event_base_dispatch(base);
}

static void start(int server, int filter, int options)
{
	int fd[2];
	t_pair(fd);
	memset(&side, 0, sizeof side);
	side.is_server = server;
	if (filter)
		side_on(&side, base, bufferevent_socket_new(base, fd[0], options), options);
	else
		side_on_socket(&side, base, fd[0], options);
	bufferevent_setcb(side.bev, log_read, log_write, on_event, &side.log);
	raw_init(&peer, !server, fd[1]);
}

static void set(int reading, int writing)
{
	CHECK(bufferevent_set_timeouts(side.bev, reading ? MS(80) : NULL, writing ? MS(80) : NULL) == 0);
	since = now_ms();
}

static void meet(void)
{
	raw_meet(&peer, base);
	CHECK(same(side.log.text, " event CONNECTED"));
	side.log.text[0] = 0;
}

static void idle(int server, int filter, int options)
{
	SAY("reading, idle\n");
	start(server, filter, options);
	meet();
	set(1, 0);
	run_for(300);
	side_show(&side);
	SAY("enabled again\n");
	CHECK(bufferevent_enable(side.bev, EV_READ) == 0);
	since = now_ms();
	run_for(300);
	side_show(&side);
	raw_say(&peer, "late");
	ssl_settle(base);
	side_show(&side);
	CHECK(bufferevent_enable(side.bev, EV_READ) == 0);
	ssl_settle(base);
	side_show(&side);
	bufferevent_set_timeouts(side.bev, NULL, NULL);
	side_free(&side, &peer, base);
}

/* Data in between puts it off. */
static void put_off(int server, int filter, int options)
{
	SAY("reading, put off\n");
	start(server, filter, options);
	meet();
	bufferevent_set_timeouts(side.bev, MS(400), NULL);
	for (int i = 0; i < 4; i++) {
		run_for(150);
		raw_say(&peer, "x");
	}
	run_for(50);
	side_show(&side);
	side_free(&side, &peer, base);
}

static void handshake(int server, int filter, int writing, int options)
{
	SAY("%s, handshake\n", writing ? "writing" : "reading");
	start(server, filter, options);
	set(!writing, writing);
	run_for(300);
	side_show(&side);
	bufferevent_set_timeouts(side.bev, NULL, NULL);
	side_free(&side, &peer, base);
}

static void full(int server, int filter, int options)
{
	static char bulk[4 << 20];
	SAY("writing, full\n");
	start(server, filter, options);
	meet();
	CHECK(bufferevent_write(side.bev, bulk, sizeof bulk) == 0);
	ssl_settle(base);
	set(0, 1);
	run_for(300);
	b_show(&side.log, NULL);
	SAY("enabled %s, output %s\n", t_what(bufferevent_get_enabled(side.bev)),
	    evbuffer_get_length(bufferevent_get_output(side.bev)) ? "left" : "none");
	bufferevent_set_timeouts(side.bev, NULL, NULL);
	side_free(&side, &peer, base);
}

static void nothing_to_write(int server, int filter, int options)
{
	SAY("writing, nothing there\n");
	start(server, filter, options);
	meet();
	set(0, 1);
	run_for(300);
	side_show(&side);
	put_text(side.bev, "text");
	ssl_settle(base);
	since = now_ms();
	run_for(300);
	side_show(&side);
	bufferevent_set_timeouts(side.bev, NULL, NULL);
	side_free(&side, &peer, base);
}

int main(void)
{
	base = event_base_new();
	ssl_start(0);
	for (int server = 0; server < 2; server++)
		for (int filter = 0; filter < 2; filter++)
			for (int defer = 0; defer <= (server && !filter); defer++) {
				int options = BEV_OPT_CLOSE_ON_FREE | (defer ? BEV_OPT_DEFER_CALLBACKS : 0);
				SAY("-- %s, %s%s\n", server ? "server" : "client", filter ? "filter" : "socket",
				    defer ? ", deferred" : "");
				idle(server, filter, options);
				put_off(server, filter, options);
				handshake(server, filter, 0, options);
				handshake(server, filter, 1, options);
				full(server, filter, options);
				nothing_to_write(server, filter, options);
			}
	event_base_free(base);
	return t_result();
}
