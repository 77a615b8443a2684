// run: once
// on: ours
// Requests that the program owns and has not answered stay until it frees them, whatever has become of their
// connection, of which they know nothing any more.
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
	/* Its connection is freed. */
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
