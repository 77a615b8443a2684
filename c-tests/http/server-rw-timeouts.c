// run: once
// on: ours
// evhttp_set_read_timeout_tv and evhttp_set_write_timeout_tv: each for its direction; evhttp_set_timeout_tv sets both.
#include "serve.h"

static struct evhttp_request *held;
static int is_gone;

static void closed(struct evhttp_connection *evcon, void *arg) { is_gone = 1; }

REQUEST(hold)
{
	held = req;
	is_gone = 0;
	evhttp_connection_set_closecb(evhttp_request_get_connection(req), closed, NULL);
}

/* Whether an idle client is closed within the time; and one that does not read its reply. */
static void expect(int idle_ends, int stuck_ends, long ms)
{
	int idle = client(), stuck = client();
	struct evbuffer *big = evbuffer_new();
	char *bytes = calloc(1, 2000000);

	puts_to(stuck, "GET / " V11);
	run();
	evbuffer_add(big, bytes, 2000000);
	evhttp_send_reply(held, 200, "OK", big);
	run_ms(ms);
	CHECK(come(idle) == idle_ends);
	CHECK(is_gone == stuck_ends);
	close(idle);
	close(stuck);
	run();
	evbuffer_free(big);
	free(bytes);
}

int main(void)
{
	serve(hold, NULL);
	evhttp_set_timeout(http, 30);
	evhttp_set_read_timeout_tv(http, MS(60));
	expect(1, 0, 150);
	evhttp_set_read_timeout_tv(http, MS(30000));
	evhttp_set_write_timeout_tv(http, MS(60));
	expect(0, 1, 150);
	evhttp_set_timeout_tv(http, MS(60));
	expect(1, 1, 150);
	evhttp_set_timeout_tv(http, MS(30000));
	expect(0, 0, 100);
	stop_serving();
	return t_result();
}
