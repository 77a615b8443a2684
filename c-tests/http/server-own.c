// run: once
// evhttp_request_own: the request lives until the program frees it; on_complete and close callbacks; when each is called.
#include "serve.h"

static struct evhttp_request *mine;

static void completed(struct evhttp_request *req, void *arg)
{
	SAY("[completed %s, code %d, %s] ", (const char *)arg, evhttp_request_get_response_code(req),
	    evhttp_request_get_connection(req) ? "has a connection" : "none");
}

static void closed(struct evhttp_connection *evcon, void *arg)
{
	SAY("[closed %s] ", (const char *)arg);
	CHECK(evhttp_connection_get_server(evcon) == http);
}

REQUEST(own)
{
	SAY("[%d", evhttp_request_is_owned(req));
	evhttp_request_own(req);
	SAY(" %d] ", evhttp_request_is_owned(req));
	mine = req;
	evhttp_connection_set_closecb(evhttp_request_get_connection(req), closed, "it");
	evhttp_request_set_on_complete_cb(req, completed, "own");
	if (arg)
		reply_text(req, 200, "OK", "x");
}

REQUEST(watched)
{
	evhttp_connection_set_closecb(evhttp_request_get_connection(req), closed, "watched");
	evhttp_request_set_on_complete_cb(req, completed, arg);
	evhttp_request_set_on_complete_cb(req, completed, "the last one set");
	reply_text(req, 200, "OK", "x");
}

REQUEST(error)
{
	evhttp_connection_set_closecb(evhttp_request_get_connection(req), closed, "error");
	evhttp_request_set_on_complete_cb(req, completed, "error");
	evhttp_send_error(req, 500, NULL);
}

int main(void)
{
	int fd;

	/* When the reply has been sent, the library frees the request all the same. */
	serve(own, "at once");
	fd = client();
	puts_to(fd, "GET /1 " V11);
	say_short(fd);
	puts_to(fd, "GET /2 HTTP/1.1\r\nConnection: close" END);
	say_short(fd);
	close(fd);
	run();
	evhttp_set_gencb(http, own, NULL);
	fd = client();
	mine = NULL;
	puts_to(fd, "GET /3 " V11);
	say_short(fd);
	if (!CHECK(mine))
		return t_result();
	reply_text(mine, 200, "OK", "later");
	say_short(fd);

	/* When the connection goes first, the request is the program's. */
	mine = NULL;
	puts_to(fd, "POST /4 HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc");
	say_short(fd);
	if (!CHECK(mine && evhttp_request_get_connection(mine)))
		return t_result();
	evhttp_connection_free(evhttp_request_get_connection(mine));
	SAY("uri %s, input %zu, headers", evhttp_request_get_uri(mine),
	    evbuffer_get_length(evhttp_request_get_input_buffer(mine)));
	say_headers(evhttp_request_get_input_headers(mine));
	say_short(fd);
	evhttp_request_free(mine);
	close(fd);

	/* Not owned. */
	evhttp_set_gencb(http, watched, "never");
	fd = client();
	puts_to(fd, "GET /6 " V11);
	say_short(fd);
	close(fd);
	run();
	SAY("\n");
	fd = client();
	puts_to(fd, "GET /7 HTTP/1.0\r\n\r\n");
	say_short(fd);
	close(fd);
	evhttp_set_gencb(http, error, NULL);
	fd = client();
	puts_to(fd, "GET /8 " V11);
	say_short(fd);
	close(fd);
	stop_serving();
	return t_result();
}
