// run: once
// on: ours
// evhttp_set_errorcb: the program writes the pages of errors, the library's own among them; -1 asks for the usual page.
#include "serve.h"

static int calls, last_code, result;
static char last_reason[100];

static int page(struct evhttp_request *req, struct evbuffer *buffer, int error, const char *reason, void *arg)
{
	CHECK(!strcmp(arg, "arg"));
	CHECK(buffer && evbuffer_get_length(buffer) == 0);
	calls++;
	last_code = error;
	snprintf(last_reason, sizeof(last_reason), "%s", reason ? reason : "NULL");
	evbuffer_add_printf(buffer, "page %d", error);
	return result;
}

REQUEST(fail) { evhttp_send_error(req, 503, arg); }

/* The answer: whether it has the program's page. */
static int has_page(const char *request, int code)
{
	char expected[20], status[20];
	int fd = client(), is_closed;
	snprintf(expected, sizeof(expected), END "page %d", code);
	snprintf(status, sizeof(status), "HTTP/1.1 %d ", code);
	puts_to(fd, request);
	is_closed = come(fd);
	CHECK(is_closed && !strncmp(answer, status, strlen(status)));
	char *at = strstr(answer, END);
	close(fd);
	run();
	return at && !strcmp(at, expected);
}

int main(void)
{
	serve(fail, NULL);
	evhttp_set_errorcb(http, page, "arg");
	evhttp_set_max_body_size(http, 5);
	CHECK(has_page("GET / " V11, 503) && calls == 1 && last_code == 503);
	CHECK(has_page("bad\r\n\r\n", 400) && calls == 2 && last_code == 400);
	CHECK(has_page("POST / HTTP/1.1\r\nContent-Length: 6" END, 413) && calls == 3);
	CHECK(has_page("POST / HTTP/1.1\r\nExpect: x\r\nContent-Length: 3" END, 417) && calls == 4);
	CHECK(has_page("BREW / " V11, 501) && calls == 5);
	evhttp_set_gencb(http, fail, "My reason");
	CHECK(has_page("GET / " V11, 503) && !strcmp(last_reason, "My reason"));
	calls = 0;
	result = -1;
	CHECK(!has_page("GET / " V11, 503) && calls == 1);
	CHECK(strstr(answer, "<H1>My reason</H1>") && !strstr(answer, "page 503"));
	result = 0;
	evhttp_set_errorcb(http, NULL, NULL);
	CHECK(!has_page("GET / " V11, 503) && calls == 1 && strstr(answer, "<H1>My reason</H1>"));
	stop_serving();
	return t_result();
}
