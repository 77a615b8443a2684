// run: once
// on: ours
// The methods of libevent 2.2: WebDAV's, and those that evhttp_set_ext_method_cmp adds.
#include "serve.h"

#define EVHTTP_REQ_BREW (EVHTTP_REQ_MAX << 1)
#define EVHTTP_REQ_SNIFF (EVHTTP_REQ_MAX << 2)

static int command;
static char body[100];

REQUEST(note)
{
	struct evbuffer *in = evhttp_request_get_input_buffer(req);
	int n = evbuffer_remove(in, body, sizeof(body) - 1);
	body[n > 0 ? n : 0] = 0;
	command = evhttp_request_get_command(req);
	reply_text(req, 200, "OK", "x");
}

static int ext(struct evhttp_ext_method *m)
{
	if (m->method) {
		if (!strcmp(m->method, "BREW")) {
			m->type = EVHTTP_REQ_BREW;
			m->flags = EVHTTP_METHOD_HAS_BODY;
			return 0;
		}
		if (!strcmp(m->method, "SNIFF")) {
			m->type = EVHTTP_REQ_SNIFF;
			m->flags = 0;
			return 0;
		}
	}
	return -1;
}

/* The code that comes for a request without a body. */
static int code_of(const char *request)
{
	int fd = client();
	command = 0;
	body[0] = 0;
	puts_to(fd, request);
	come(fd);
	close(fd);
	run();
	return answer_len > 12 ? atoi(answer + 9) : 0;
}

int main(void)
{
	static const struct { const char *name; int type, has_body; } dav[] = {
		{ "PROPFIND", EVHTTP_REQ_PROPFIND, 1 }, { "PROPPATCH", EVHTTP_REQ_PROPPATCH, 1 }, { "MKCOL", EVHTTP_REQ_MKCOL, 1 },
		{ "LOCK", EVHTTP_REQ_LOCK, 1 }, { "UNLOCK", EVHTTP_REQ_UNLOCK, 0 }, { "COPY", EVHTTP_REQ_COPY, 0 }, { "MOVE", EVHTTP_REQ_MOVE, 0 },
	};
	char request[200];

	serve(note, NULL);
	for (size_t i = 0; i < COUNT(dav); i++) {
		snprintf(request, sizeof(request), "%s / " V11, dav[i].name);
		/* Not by default. */
		evhttp_set_allowed_methods(http, 0x1f);
		CHECK(code_of(request) == 501);
		evhttp_set_allowed_methods(http, dav[i].type);
		CHECK(code_of(request) == 200 && command == dav[i].type);
		CHECK(code_of("GET / " V11) == 501);
		if (dav[i].has_body) {
			snprintf(request, sizeof(request), "%s / HTTP/1.1\r\nContent-Length: 3" END "abc", dav[i].name);
			CHECK(code_of(request) == 200 && command == dav[i].type && !strcmp(body, "abc"));
		}
	}
	/* Names that begin or end as those do. */
	evhttp_set_allowed_methods(http, 0x7fff | EVHTTP_REQ_MOVE);
	CHECK(code_of("PROPFINDX / " V11) == 501);
	CHECK(code_of("PROPFIN / " V11) == 501);
	CHECK(code_of("lock / " V11) == 501);
	CHECK(code_of("BREW / " V11) == 501);

	evhttp_set_ext_method_cmp(http, ext);
	evhttp_set_allowed_methods(http, EVHTTP_REQ_GET | EVHTTP_REQ_BREW | EVHTTP_REQ_SNIFF);
	CHECK(code_of("BREW / " V11) == 200 && command == EVHTTP_REQ_BREW);
	CHECK(code_of("SNIFF / " V11) == 200 && command == EVHTTP_REQ_SNIFF);
	CHECK(code_of("GET / " V11) == 200 && command == EVHTTP_REQ_GET);
	CHECK(code_of("POUR / " V11) == 501);
	CHECK(code_of("BREW / HTTP/1.1\r\nContent-Length: 3" END "abc") == 200 && !strcmp(body, "abc"));
	evhttp_set_allowed_methods(http, EVHTTP_REQ_GET);
	CHECK(code_of("BREW / " V11) == 501);
	evhttp_set_allowed_methods(http, EVHTTP_REQ_GET | EVHTTP_REQ_BREW);
	evhttp_set_ext_method_cmp(http, NULL);
	CHECK(code_of("BREW / " V11) == 501);
	stop_serving();
	return t_result();
}
