// run: once
// Content-Length in many forms, and requests with a body of methods that have none.
#include "serve.h"

#define POST "POST / HTTP/1.1\r\n"
#define GET "GET / HTTP/1.1\r\n"
#define NEXT "GET /next " V11

int main(void)
{
	static const char *const forms[] = {
		POST "Content-Length: 0" END NEXT, POST "Content-Length: 00" END NEXT, POST "Content-Length: 3" END "abc" NEXT,
		POST "Content-Length: 03" END "abc" NEXT, POST "content-length: 3" END "abc" NEXT,
		POST "CONTENT-LENGTH:3" END "abc" NEXT, POST "Content-Length:   3  " END "abc" NEXT,
		POST "Content-Length: -1" END, POST "Content-Length: -3" END "abc",
		POST "Content-Length: 3x" END "abc", POST "Content-Length: x" END, POST "Content-Length: 0x3" END "abc",
		POST "Content-Length: 3.0" END "abc", POST "Content-Length: 3 4" END "abc", POST "Content-Length: 3,3" END "abc",
		POST "Content-Length: 3, 3" END "abc", POST "Content-Length: " END, POST "Content-Length:" END,
		POST "Content-Length: 1e1" END, POST "Content-Length: \"3\"" END "abc",
		POST "Content-Length: 9223372036854775807" END "abc", POST "Content-Length: 9223372036854775806" END "abc",
		POST "Content-Length: 4294967299" END "abc", POST "Content-Length: 3\r\nContent-Length: 3" END "abc" NEXT,
		POST "X-Content-Length: 3" END NEXT, POST "Content-Length: 3\r\nConnection: close" END "abc" NEXT,
		"POST / HTTP/1.0\r\nContent-Length: 3" END "abc" NEXT, "POST / HTTP/1.0\r\n\r\nabc",
	};
	static const char *const none[] = {
		POST "\r\n" NEXT, POST "\r\nabc", POST "Connection: close\r\n\r\nabc", POST "Connection: keep-alive\r\n\r\nabc" END,
		"PUT / " V11 NEXT, "PATCH / " V11 NEXT, "DELETE / " V11 NEXT, "OPTIONS / " V11 NEXT, "TRACE / " V11 NEXT,
		"CONNECT / " V11 NEXT, "HEAD / " V11 NEXT,
	};
	static const char *const others[] = {
		GET "Content-Length: 3" END "abc" NEXT, "HEAD / HTTP/1.1\r\nContent-Length: 3" END "abc" NEXT,
		"PUT / HTTP/1.1\r\nContent-Length: 3" END "abc" NEXT, "PATCH / HTTP/1.1\r\nContent-Length: 3" END "abc" NEXT,
		"DELETE / HTTP/1.1\r\nContent-Length: 3" END "abc" NEXT, "OPTIONS / HTTP/1.1\r\nContent-Length: 3" END "abc" NEXT,
		"TRACE / HTTP/1.1\r\nContent-Length: 3" END "abc" NEXT, "CONNECT / HTTP/1.1\r\nContent-Length: 3" END "abc" NEXT,
		"BREW / HTTP/1.1\r\nContent-Length: 3" END "abc" NEXT,
		"GET / HTTP/1.1\r\nContent-Length: -3" END NEXT, "GET / HTTP/1.1\r\nContent-Length: x" END NEXT,
		"HEAD / HTTP/1.1\r\nTransfer-Encoding: chunked" END "0\r\n\r\n" NEXT,
		"GET / HTTP/1.1\r\nTransfer-Encoding: chunked" END "0\r\n\r\n" NEXT,
	};

	serve(show, NULL);
	evhttp_set_allowed_methods(http, 0x1ff);
	TABLE(forms);
	TABLE(none);
	TABLE(others);
	stop_serving();
	return t_result();
}
