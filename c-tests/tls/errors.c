// on: ours
// A failure of TLS: one event ERROR with the direction and errno, and its errors one by one, the oldest first. After
// that TLS is left alone. When it is only the socket that fails to write, reading goes on.
#include "tls/kit.h"

static struct event_base *base;
static int error;

static void on_event(struct bufferevent *bev, short what, void *log)
{
	error = errno;
	log_event(bev, what, log);
}

static void errors_are(struct bufferevent *bev, const char *digits)
{
	for (; *digits; digits++)
		CHECK(bufferevent_tls_get_error(bev) == (unsigned long)(*digits - '0'));
	CHECK(bufferevent_tls_get_error(bev) == 0);
	CHECK(bufferevent_tls_get_error(bev) == 0);
}

/* The client fails in a way that the test has set. */
static void fail(struct side both[2], const char *expected, const char *digits)
{
	long before;
	bufferevent_setcb(both[0].bev, log_read, log_write, on_event, &both[0].log);
	error = 0;
	put_text(both[0].bev, "question");
	put_text(both[1].bev, "answer");
	settle(base);
	CHECK(same(both[0].log.text, expected));
	CHECK(error == EDOM);
	errors_are(both[0].bev, digits);
	CHECK(both[0].toy.errors == 0); /* those that are not kept are taken too */
	before = calls(&both[0].toy);
	bufferevent_enable(both[0].bev, EV_READ | EV_WRITE);
	put_text(both[0].bev, "more");
	put_text(both[1].bev, "more");
	bufferevent_flush(both[0].bev, EV_WRITE, BEV_FINISHED);
	CHECK(bufferevent_tls_renegotiate(both[0].bev) == -1);
	settle(base);
	CHECK(calls(&both[0].toy) == before);
	sides_free(both, base);
}

static void every(talk_fn over)
{
	struct side both[2];
	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	both[0].toy.fail_handshake = 312;
	fail(both, " event READING|ERROR", "312");

	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	sides_connect(both, base);
	/* More than are kept. */
	both[0].toy.fail_write = 71234;
	fail(both, " event WRITING|ERROR", "712");

	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	sides_connect(both, base);
	both[0].toy.fail_read = 8;
	bufferevent_disable(both[0].bev, EV_WRITE);
	fail(both, " event READING|ERROR", "8");
}

static void socket_fails(void)
{
	struct side both[2];
	int fd[2];
	t_pair(fd);
	sides_init(both);
	for (int i = 0; i < 2; i++)
		side_on_socket(&both[i], base, fd[i], BEV_OPT_CLOSE_ON_FREE);
	sides_connect(both, base);
	put_text(both[1].bev, "answer");
	bufferevent_flush(both[1].bev, EV_WRITE, BEV_FINISHED);
	bufferevent_disable(both[0].bev, EV_READ);
	settle(base);
	bufferevent_free(both[1].bev);
	both[1].bev = NULL;
	settle(base);
	put_text(both[0].bev, "question");
	settle(base);
	CHECK(same(both[0].log.text, " event WRITING|ERROR"));
	errors_are(both[0].bev, "");
	bufferevent_enable(both[0].bev, EV_READ);
	settle(base);
	CHECK(same(both[0].log.text, " event WRITING|ERROR read \"answer\" event READING|EOF"));
	sides_free(both, base);
}

int main(void)
{
	base = event_base_new();
	every(sides_over_sockets);
	every(sides_over_filters);
	socket_fails();
	event_base_free(base);
	return t_result();
}
