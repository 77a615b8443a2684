// run: once
// Which methods a server allows, by default and after evhttp_set_allowed_methods; what the others are told.
#include "serve.h"

static const char *const names[] = { "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT",
	"PATCH", "BREW", "get", "GET:", "PROPFIND" };

static void try_all(void)
{
	for (size_t i = 0; i < COUNT(names); i++) {
		char request[100];
		int fd = client();
		snprintf(request, sizeof(request), "%s / " V11, names[i]);
		SAY(" %s ", names[i]);
		puts_to(fd, request);
		say_short(fd);
		close(fd);
	}
}

int main(void)
{
	static const unsigned masks[] = { 0, EVHTTP_REQ_GET, EVHTTP_REQ_HEAD, EVHTTP_REQ_OPTIONS | EVHTTP_REQ_CONNECT,
		0x1ff };

	serve(ok, NULL);
	SAY("by default\n");
	try_all();
	for (size_t i = 0; i < COUNT(masks); i++) {
		SAY("0x%x\n", masks[i]);
		evhttp_set_allowed_methods(http, masks[i]);
		try_all();
	}
	evhttp_set_allowed_methods(http, EVHTTP_REQ_GET);
	exchange("POST / HTTP/1.1\r\n\r\n");
	exchange("POST / HTTP/1.0\r\n\r\n");
	exchange("BREW / HTTP/1.1\r\n\r\n");
	/* Is the body read, the next request answered? Which comes first, the method or something else that is wrong? */
	exchange("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET / " V11);
	exchange("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\na");
	exchange("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\n");
	exchange("POST / HTTP/1.1\r\nContent-Length: -3\r\n\r\n");
	exchange("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n");
	exchange("POST / HTTP/1.1\r\nno colon\r\n\r\n");
	exchange("POST / HTTP/1.1\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
	exchange("POST / " V11 "GET / " V11);
	stop_serving();
	return t_result();
}
