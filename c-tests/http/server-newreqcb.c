// run: once
// on: ours
// evhttp_set_newreqcb: called for each new request, before anything of it is read; -1 closes the connection. There the
// callbacks on headers and chunks can be set.
#include "serve.h"

static int news, headers, chunks, requests, refuse;
static char chunked[100];

static int on_headers(struct evhttp_request *req, void *arg)
{
	headers++;
	CHECK(evhttp_find_header(evhttp_request_get_input_headers(req), "A") != NULL);
	return refuse == 2 ? -1 : 0;
}

static void on_chunk(struct evhttp_request *req, void *arg)
{
	struct evbuffer *in = evhttp_request_get_input_buffer(req);
	size_t at = strlen(chunked);
	chunks++;
	at += evbuffer_remove(in, chunked + at, sizeof(chunked) - 1 - at);
	chunked[at] = 0;
}


static int on_new(struct evhttp_request *req, void *arg)
{
	CHECK(!strcmp(arg, "arg"));
	CHECK(evhttp_request_get_connection(req) != NULL && evhttp_request_get_uri(req) == NULL);
	CHECK(evhttp_connection_get_server(evhttp_request_get_connection(req)) == http);
	news++;
	evhttp_request_set_header_cb(req, on_headers);
	evhttp_request_set_chunked_cb(req, on_chunk);
	return refuse == 1 ? -1 : 0;
}

REQUEST(count)
{
	requests++;
	CHECK(!arg || news > 0);
	reply_text(req, 200, "OK", "x");
}

int main(void)
{
	int fd;

	serve(count, NULL);
	evhttp_set_newreqcb(http, on_new, "arg");
	fd = client();
	puts_to(fd, "GET /1 HTTP/1.1\r\nA: b" END);
	CHECK(!come(fd) && requests == 1 && headers == 1 && news >= 1);
	puts_to(fd, "POST /2 HTTP/1.1\r\nA: b\r\nTransfer-Encoding: chunked" END "3\r\nabc\r\n");
	CHECK(!come(fd) && requests == 1 && headers == 2 && chunks == 1 && !strcmp(chunked, "abc"));
	puts_to(fd, "2\r\nde\r\n0\r\n\r\n");
	CHECK(!come(fd) && requests == 2 && !strcmp(chunked, "abcde") && news >= 2);
	close(fd);
	run();

	/* The program does not want the headers: the connection closes. */
	refuse = 2;
	fd = client();
	puts_to(fd, "GET /3 HTTP/1.1\r\nA: b" END);
	CHECK(come(fd) && requests == 2 && headers == 3);
	close(fd);

	refuse = 1;
	fd = client();
	puts_to(fd, "GET /4 HTTP/1.1\r\nA: b" END);
	CHECK(come(fd) && answer_len == 0 && requests == 2 && headers == 3);
	close(fd);

	/* None again. */
	refuse = 0;
	news = 0;
	evhttp_set_newreqcb(http, NULL, NULL);
	fd = client();
	puts_to(fd, "GET /5 " V11);
	CHECK(!come(fd) && requests == 3);
	close(fd);
	stop_serving();
	return t_result();
}
