// run: once
// A base that is freed when another request is there to be read: nothing is called any more.
#include "serve.h"

static int calls, completed;
static void complete(struct evhttp_request *req, void *arg)
{
	completed++;
	event_base_loopbreak(base);
}

REQUEST(count)
{
	calls++;
	evhttp_request_set_on_complete_cb(req, complete, NULL);
	reply_text(req, 200, "OK", "x");
}

int main(void)
{
	serve(count, NULL);
	int fd = client();
	puts_to(fd, "GET / " V11 "GET / " V11);
	event_base_dispatch(base);
	SAY("%d calls, %d completed\n", calls, completed);
	event_base_free(base);
	SAY("%d calls\n", calls);
	close(fd);
	return t_result();
}
