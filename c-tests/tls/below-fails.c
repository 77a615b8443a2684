// on: ours
// TLS on top of TLS, which fails while the one above writes: the one above is told, outside of its own call, and once.
#include "tls/kit.h"

static struct event_base *base;
static struct toy lower;
static struct side upper;

static void on_event(struct bufferevent *bev, short what, void *log)
{
	CHECK(!upper.toy.busy);
	CHECK(!lower.busy);
	log_event(bev, what, log);
}

int main(void)
{
	struct bufferevent *below;
	int fd[2];
	long writes;
	base = event_base_new();
	t_pair(fd);
	toy_init(&lower, 1);
	toy_init(&upper.toy, 1);
	/* Both have shaken hands already. */
	lower.open = lower.told_hello = lower.got_hello = 1;
	upper.toy.open = upper.toy.told_hello = upper.toy.got_hello = 1;
	below = bufferevent_tls_filter_new(bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE), &toy_provider,
	    &lower, BUFFEREVENT_SSL_OPEN, BEV_OPT_CLOSE_ON_FREE);
	upper.bev = bufferevent_tls_filter_new(below, &toy_provider, &upper.toy, BUFFEREVENT_SSL_OPEN,
	    BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(upper.bev, log_read, NULL, on_event, &upper.log);
	bufferevent_enable(upper.bev, EV_READ | EV_WRITE);
	settle(base);
	lower.fail_write = 5;
	put_text(upper.bev, "text");
	settle(base);
	CHECK(same(upper.log.text, " event WRITING|ERROR"));
	CHECK(bufferevent_tls_get_error(below) == 5 && bufferevent_tls_get_error(upper.bev) == 0);
	writes = lower.calls.write;
	put_text(upper.bev, "more");
	settle(base);
	CHECK(lower.calls.write == writes);
	bufferevent_free(upper.bev);
	settle(base);
	CHECK(lower.calls.free == 1 && upper.toy.calls.free == 1);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
