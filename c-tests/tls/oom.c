// run: once
// on: ours
// Two sides with TLS talk, and every request may be refused: the bytes that get through are the right ones, and when
// there is memory again all the rest does. On top of another bufferevent, the provider may be refused the memory for
// its records; then its side cannot write any more. Nothing leaks.
#include "tls/kit.h"
#include "bufferevent/oom.h"

#define ALL 5000

struct flow {
	size_t got;
	int failed_to_write;
};

static struct event_base *base;

static void on_read(struct bufferevent *bev, void *arg)
{
	struct flow *flow = arg;
	unsigned char c;
	while (bufferevent_read(bev, &c, 1) == 1)
		CHECK(c == (unsigned char)(flow->got++ % 249));
}

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	struct flow *flow = arg;
	CHECK(what == BEV_EVENT_CONNECTED || (al.failed && what & BEV_EVENT_ERROR));
	/* A direction without memory stops until it is enabled again. */
	if (!bufferevent_get_underlying(bev) && what & BEV_EVENT_ERROR) {
		CHECK(errno == ENOMEM);
		CHECK(!(bufferevent_get_enabled(bev) & (what & BEV_EVENT_READING ? EV_READ : EV_WRITE)));
	}
	flow->failed_to_write |= what & BEV_EVENT_WRITING;
}

static void talk(talk_fn over)
{
	long n = al.fail_in;
	int all = al.fail_on;
	struct flow flow[2] = { { 0, 0 }, { 0, 0 } };
	static unsigned char data[ALL];
	struct side both[2];

	al_stop_failing();
	for (size_t i = 0; i < ALL; i++)
		data[i] = (unsigned char)(i % 249);
	base = event_base_new();
	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	sides_connect(both, base);
	for (int i = 0; i < 2; i++) {
		bufferevent_setcb(both[i].bev, on_read, NULL, on_event, &flow[i]);
		/* Two pieces, which it takes memory to gather. */
		CHECK(bufferevent_tls_set_flags(both[i].bev, BUFFEREVENT_SSL_BATCH_WRITE) == 0);
		for (int half = 0; half < 2; half++)
			CHECK(evbuffer_add_reference(bufferevent_get_output(both[i].bev), data + half * ALL / 2, ALL / 2,
			    NULL, NULL) == 0);
	}
	al_fail(n, all);
	for (int i = 0; i < 10; i++)
		event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK);
	al_stop_failing();
	for (int i = 0; i < 10; i++) {
		settle(base);
		for (int j = 0; j < 2; j++) {
			struct bufferevent *below = bufferevent_get_underlying(both[j].bev);
			bufferevent_enable(both[j].bev, EV_READ | EV_WRITE);
			if (below)
				bufferevent_enable(below, EV_READ | EV_WRITE);
		}
	}
	for (int i = 0; i < 2; i++)
		CHECK(flow[i].got == ALL || (over == sides_over_filters && flow[!i].failed_to_write));
	sides_free(both, base);
	event_base_free(base);
}

static void on_sockets(void) { talk(sides_over_sockets); }
static void on_top(void) { talk(sides_over_filters); }

/* Refused or made: TLS object and socket, or the bufferevent below, stay the caller's. */
static void made(void)
{
	long n = al.fail_in;
	int all = al.fail_on, fd[2];
	struct event_base *fresh;
	struct toy toy;
	struct bufferevent *bev;
	al_stop_failing();
	t_pair(fd);
	toy_init(&toy, 0);
	/* What a base keeps about fds has to be allocated. */
	fresh = event_base_new();
	al_fail(n, all);
	bev = bufferevent_tls_socket_new(fresh, fd[0], &toy_provider, &toy, BUFFEREVENT_SSL_ACCEPTING,
	    BEV_OPT_CLOSE_ON_FREE);
	CHECK(bev || al.failed);
	al_stop_failing();
	if (bev)
		bufferevent_free(bev);
	settle(fresh);
	CHECK(toy.calls.free == (bev != NULL) && fd_open(fd[0]) == (bev == NULL));
	event_base_free(fresh);
	toy_done(&toy);
	if (!bev)
		close(fd[0]);
	close(fd[1]);
}

static void made_on_top(void)
{
	long n = al.fail_in;
	int all = al.fail_on, fd[2];
	struct toy toy;
	struct bufferevent *bev, *below;
	al_stop_failing();
	t_pair(fd);
	toy_init(&toy, 1);
	below = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	al_fail(n, all);
	bev = bufferevent_tls_filter_new(below, &toy_provider, &toy, BUFFEREVENT_SSL_CONNECTING, 0);
	CHECK(bev || al.failed);
	al_stop_failing();
	if (bev)
		bufferevent_free(bev);
	settle(base);
	CHECK(toy.calls.free == 0);
	/* What is below can be used. */
	bufferevent_enable(below, EV_READ);
	fd_put(fd[1], "text");
	settle(base);
	CHECK(same(b_text(bufferevent_get_input(below)), "text"));
	bufferevent_free(below);
	settle(base);
	toy_done(&toy);
	close(fd[1]);
}

int main(void)
{
	al_start();
	warm_up(on_sockets);
	al_every_failure("over sockets", on_sockets);
	warm_up(on_top);
	al_every_failure("on top", on_top);
	base = event_base_new();
	warm_up(made);
	al_every_failure("made", made);
	warm_up(made_on_top);
	al_every_failure("made on top", made_on_top);
	event_base_free(base);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
