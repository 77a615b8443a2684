// run: epoll,poll
// timeout: 900
// sanitizers: address thread, valgrind's own memory grows
// An HTTP server to which connections come and from which they go: GET and POST.
#include "long/churn.h"

#include <event2/buffer.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>

static struct evhttp *http;

/* The body is the URI and then what came, again. */
static void serve(struct evhttp_request *req, void *arg)
{
	struct evbuffer *out = evhttp_request_get_output_buffer(req);
	struct evkeyvalq query;
	const char *uri = evhttp_request_get_uri(req);
	CHECK(evhttp_parse_query_str(evhttp_uri_get_query(evhttp_request_get_evhttp_uri(req)), &query) == 0);
	evhttp_add_header(evhttp_request_get_output_headers(req), "X-Number", evhttp_find_header(&query, "number"));
	evhttp_clear_headers(&query);
	evbuffer_add_printf(out, "%s", uri);
	evbuffer_add_buffer(out, evhttp_request_get_input_buffer(req));
	evhttp_send_reply(req, 200, "OK", out);
}

static int begin_server(struct event_base *base)
{
	http = evhttp_new(base);
	evhttp_set_gencb(http, serve, NULL);
	evhttp_set_timeout(http, 300);
	return port_of(evhttp_bound_socket_get_fd(evhttp_bind_socket_with_handle(http, "127.0.0.1", 0)));
}

static void end_server(void) { evhttp_free(http); }

static size_t body_length(unsigned number) { return number % 2 ? number * 2654435761u % 4000 : 0; }

static size_t say(char *text, unsigned number)
{
	size_t body = body_length(number), head = (size_t)snprintf(text, ROOM,
	    "%s /some/where?number=%u HTTP/1.1\r\nHost: here\r\nContent-Length: %zu\r\nUser-Agent: churn\r\n\r\n",
	    body ? "POST" : "GET", number, body);
	memset(text + head, 'b', body);
	return head + body;
}

static int is_answer(const char *text, size_t len, unsigned number)
{
	char wanted[100];
	const char *body = memmem(text, len, "\r\n\r\n", 4);
	size_t uri = (size_t)snprintf(wanted, sizeof wanted, "/some/where?number=%u", number), got;
	if (!body)
		return 0;
	body += 4;
	got = len - (size_t)(body - text);
	if (got < uri + body_length(number))
		return 0;
	return got == uri + body_length(number) && !memcmp(text, "HTTP/1.1 200 OK", 15) && !memcmp(body, wanted, uri) ? 1 : -1;
}

int main(void) { return churn("http"); }
