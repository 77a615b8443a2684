// run: once
// on: ours
// Requests that the program owns stay until it frees them, whatever has become of their connection. (The original frees
// what it answers all the same.)
#include "tcp.h"

static struct evhttp_request *held;

static void hold(struct evhttp_request *req, void *arg)
{
	held = req;
	evhttp_request_own(req);
}

static void begin(void)
{
	held = NULL;
	connect_client();
	client_send("GET /x HTTP/1.1\r\n\r\n", 19);
	CHECK(held && evhttp_request_is_owned(held));
}

static void look(void)
{
	CHECK(!evhttp_request_get_connection(held));
	CHECK(!strcmp(evhttp_request_get_uri(held), "/x"));
	evhttp_request_free(held);
}

int main(void)
{
	serve(hold, NULL);
	/* Answered. */
	begin();
	evhttp_send_reply(held, 200, "OK", NULL);
	run();
	look();
	client_close();
	/* Its connection is freed first, and it is not answered. */
	begin();
	evhttp_connection_free(evhttp_request_get_connection(held));
	look();
	client_close();
	/* The server is. */
	begin();
	stop();
	look();
	return t_result();
}
