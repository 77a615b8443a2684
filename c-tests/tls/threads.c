// on: ours
// A loop in another thread, and writes, handshakes and the end from this one: TLS is called by one thread at a time,
// every byte arrives, and freeing is safe at any time.
#include "tls/kit.h"
#include "bufferevent/threads.h"

#define ALL 200000u

static struct event_base *base;
static sem_t ended;
static size_t got;

static void on_read(struct bufferevent *bev, void *arg)
{
	unsigned char data[1000];
	size_t n, wrong = 0;
	while ((n = bufferevent_read(bev, data, sizeof data)) > 0)
		for (size_t i = 0; i < n; i++)
			wrong += data[i] != (unsigned char)(got++ % 251);
	CHECK(wrong == 0);
}

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	if (what != BEV_EVENT_CONNECTED) {
		CHECK(same(b_what(what), "READING|EOF"));
		sem_post(&ended);
	}
}

static void run(talk_fn over, int options)
{
	struct loop loop;
	struct side both[2];
	unsigned char piece[100];
	loop_start(&loop);
	base = loop.base;
	got = 0;
	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE | BEV_OPT_THREADSAFE | options);
	bufferevent_setcb(both[0].bev, NULL, NULL, NULL, NULL);
	bufferevent_setcb(both[1].bev, on_read, NULL, on_event, NULL);
	for (size_t sent = 0; sent < ALL; sent += sizeof piece) {
		for (size_t i = 0; i < sizeof piece; i++)
			piece[i] = (unsigned char)((sent + i) % 251);
		CHECK(bufferevent_write(both[0].bev, piece, sizeof piece) == 0);
		CHECK(bufferevent_write(both[1].bev, piece, sizeof piece) == 0);
		if (sent % 20000 == 0)
			bufferevent_tls_renegotiate(both[0].bev); /* -1 before the first handshake's end */
		bufferevent_tls_get_flags(both[0].bev);
	}
	CHECK(bufferevent_flush(both[0].bev, EV_WRITE, BEV_FINISHED) == 0);
	sem_get(&ended);
	CHECK(got == ALL);
	for (int i = 0; i < 2; i++)
		bufferevent_free(both[i].bev);
	loop_stop(&loop);
	settle(base);
	for (int i = 0; i < 2; i++)
		CHECK(both[i].toy.calls.free == 1);
	event_base_free(base);
}

/* Freed from here in the midst of things, with the TLS object right after it. */
static void freed(talk_fn over)
{
	enum { TURNS = 50 };
	struct loop loop;
	int fds[TURNS][2]; /* the loop may be in select, which fails for a socket that is closed then */
	loop_start(&loop);
	base = loop.base;
	for (int i = 0; i < TURNS; i++) {
		static unsigned char data[5000];
		struct side both[2];
		sides_init(both);
		over(both, base, BEV_OPT_THREADSAFE);
		for (int j = 0; j < 2; j++) {
			fds[i][j] = bufferevent_getfd(both[j].bev);
			bufferevent_setcb(both[j].bev, NULL, NULL, NULL, NULL);
			bufferevent_write(both[j].bev, data, sizeof data);
		}
		if (i % 3)
			sched_yield();
		for (int j = 0; j < 2; j++) {
			struct bufferevent *below = bufferevent_get_underlying(both[j].bev);
			bufferevent_free(both[j].bev);
			toy_provider.free(&both[j].toy);
			if (below) {
				bufferevent_setfd(below, -1);
				bufferevent_free(below);
			}
		}
	}
	loop_stop(&loop);
	for (int i = 0; i < TURNS; i++)
		for (int j = 0; j < 2; j++)
			close(fds[i][j]);
	settle(base);
	event_base_free(base);
}

int main(void)
{
	static const int options[] = { 0, BEV_OPT_DEFER_CALLBACKS, BEV_OPT_DEFER_CALLBACKS | BEV_OPT_UNLOCK_CALLBACKS };
	signal(SIGPIPE, SIG_IGN); /* one side goes while the other writes */
	evthread_use_pthreads();
	sem_init(&ended, 0, 0);
	for (int i = 0; i < 3; i++) {
		run(sides_over_sockets, options[i]);
		run(sides_over_filters, options[i]);
	}
	freed(sides_over_sockets);
	freed(sides_over_filters);
	return t_result();
}
