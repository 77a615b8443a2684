// run: once
// evhttp_set_default_content_type: set, NULL, empty; for which replies.
#include "serve.h"

REQUEST(own)
{
	evhttp_add_header(evhttp_request_get_output_headers(req), "Content-Type", "own/type");
	reply_text(req, 200, "OK", "x");
}
REQUEST(chunked)
{
	evhttp_send_reply_start(req, 200, "OK");
	evhttp_send_reply_end(req);
}
REQUEST(nothing) { evhttp_send_reply(req, 204, "No Content", NULL); }
REQUEST(empty) { evhttp_send_reply(req, 200, "OK", NULL); }
REQUEST(fail) { evhttp_send_error(req, 500, NULL); }

static void all(void)
{
	static void (*const replies[])(struct evhttp_request *, void *) = { ok, own, chunked, nothing, empty, fail };
	for (size_t i = 0; i < COUNT(replies); i++) {
		int fd = client();
		evhttp_set_gencb(http, replies[i], NULL);
		puts_to(fd, i % 2 ? "GET / HTTP/1.0\r\n\r\n" : "GET / " V11);
		come(fd);
		char *type = strstr(answer, "Content-Type");
		SAY(" %s\n", type ? visible(type, strcspn(type, "\r")) : "none");
		close(fd);
	}
}

int main(void)
{
	char type[] = "text/x";
	struct evhttp *other;

	serve(ok, NULL);
	all();
	SAY("%s\n", type);
	/* The string is not copied: the program keeps it. */
	evhttp_set_default_content_type(http, type);
	all();
	SAY("NULL\n");
	evhttp_set_default_content_type(http, NULL);
	all();
	SAY("empty\n");
	evhttp_set_default_content_type(http, "");
	all();

	/* A virtual host's is not used? */
	other = evhttp_new(base);
	evhttp_set_gencb(other, ok, NULL);
	evhttp_set_default_content_type(other, "vhost/type");
	evhttp_set_default_content_type(http, "main/type");
	CHECK(evhttp_add_virtual_host(http, "v", other) == 0);
	exchange("GET / HTTP/1.1\r\nHost: v" END);
	stop_serving();
	return t_result();
}
