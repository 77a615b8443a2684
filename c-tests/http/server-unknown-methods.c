// run: once
// Methods that the library does not know, when all bits are allowed: they have a number of their own, and no body.
#include "serve.h"

int main(void)
{
	static const char *const requests[] = { "BREW / " V11, "get / " V11, "GET: / " V11, "GETT / " V11, "\"GET\" / " V11, "B / " V11,
		"BR / " V11, "BRE / " V11, "GE / " V11, "G\377T / " V11, "\tGET / " V11, "VERSION-CONTROL / " V11, "BREW / HTTP/1.0\r\n\r\n",
		"BREW http://h/ " V11, "GET / " V11, "PATCH / " V11, "CONNECT h " V11, "BREW / HTTP/1.1\r\nContent-Length: 0" END };
	static const unsigned masks[] = { 0xffff, 0x8000, 0x8001, 0x7fff };

	serve(show, NULL);
	for (size_t i = 0; i < COUNT(masks); i++) {
		SAY("0x%x\n", masks[i]);
		evhttp_set_allowed_methods(http, masks[i]);
		TABLE(requests);
	}
	stop_serving();
	return t_result();
}
