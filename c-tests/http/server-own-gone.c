// run: once
// on: ours
// A request that the program owns has no connection any more once that is freed; and it can be replied to without harm.
#include "serve.h"

static struct evhttp_request *mine;

REQUEST(own)
{
	evhttp_request_own(req);
	mine = req;
}

int main(void)
{
	for (int way = 0; way < 5; way++) {
		serve(own, NULL);
		int fd = client();
		puts_to(fd, "GET / " V11);
		run();
		evhttp_connection_free(evhttp_request_get_connection(mine));
		CHECK(evhttp_request_get_connection(mine) == NULL);
		CHECK(!strcmp(evhttp_request_get_uri(mine), "/") && evhttp_request_get_host(mine) == NULL);
		close(fd);
		run();
		if (way == 0)
			evhttp_request_free(mine);
		if (way == 1)
			reply_text(mine, 200, "OK", "x"); /* frees it, as a reply that was sent does */
		if (way == 2)
			evhttp_send_error(mine, 500, NULL);
		if (way >= 3) {
			struct evbuffer *b = evbuffer_new();
			evbuffer_add(b, "x", 1);
			evhttp_send_reply_start(mine, 200, "OK");
			evhttp_send_reply_chunk(mine, b);
			evbuffer_free(b);
			if (way == 3)
				evhttp_send_reply_end(mine);
			else
				evhttp_request_free(mine);
		}
		stop_serving();
	}

	/* A virtual host is removed from a server of which it is none. */
	serve(own, NULL);
	struct evhttp *v = evhttp_new(NULL), *in = evhttp_new(NULL);
	CHECK(evhttp_add_virtual_host(http, "v", v) == 0 && evhttp_add_virtual_host(v, "in", in) == 0);
	CHECK(evhttp_remove_virtual_host(http, in) == -1);
	CHECK(evhttp_remove_virtual_host(v, in) == 0);
	CHECK(evhttp_remove_virtual_host(v, in) == -1);
	evhttp_free(in);
	stop_serving();
	return t_result();
}
