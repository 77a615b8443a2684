// run: once
// on: ours
// evhttp_free in the callback of the end of a connection, which the original calls again and again then. The other
// connections of the server end, too.
#include "serve.h"

static struct evhttp_connection *conn;
static int ends;

static void end(struct evhttp_connection *evcon, void *arg)
{
	ends++;
	if (evcon != conn)
		return;
	evhttp_free(http);
	http = NULL;
	SAY("[freed in it, %d ends] ", ends);
}

REQUEST(answer_once)
{
	conn = evhttp_request_get_connection(req);
	evhttp_connection_set_closecb(conn, end, NULL);
	reply_text(req, 200, "OK", "x");
}

int main(void)
{
	serve(answer_once, NULL);
	int other = client(), fd = client();
	puts_to(other, "GET / " V11);
	run();
	puts_to(fd, "GET / " V11);
	run();
	shutdown(fd, SHUT_WR);
	run();
	say_short(fd);
	say_short(other);
	CHECK(ends == 2 && !http);
	close(fd);
	close(other);
	event_base_free(base);
	return t_result();
}
