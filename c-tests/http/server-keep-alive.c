// run: once
// When a connection stays open: versions, the client's Connection header in many spellings, the program's own.
#include "serve.h"

static const char *own_name, *own_value;

REQUEST(reply)
{
	if (own_name)
		CHECK(evhttp_add_header(evhttp_request_get_output_headers(req), own_name, own_value) == 0);
	reply_text(req, 200, "OK", "ok");
}

int main(void)
{
	static const char *const names[] = { "Connection", "connection", "CONNECTION", "Proxy-Connection" };
	static const char *const values[] = { "close", "Close", "CLOSE", "keep-alive", "Keep-Alive", "KEEP-ALIVE", "upgrade", "",
		"close, x", "x, close", "close,", "close;", " close ", "closed", "clos", "xclose", "keep-alive, close", "close, keep-alive",
		"keep-alive, x", "x, keep-alive", "keep-alivex", "keep", "keepalive", "\"close\"" };
	static const char *const twice[] = {
		"GET / HTTP/1.1\r\nConnection: close\r\nConnection: keep-alive" END,
		"GET / HTTP/1.1\r\nConnection: keep-alive\r\nConnection: close" END,
		"GET / HTTP/1.0\r\nConnection: keep-alive\r\nConnection: close" END,
		"GET / HTTP/1.0\r\nConnection: close\r\nConnection: keep-alive" END,
		"GET http://h/ HTTP/1.1\r\nConnection: close" END, "GET http://h/ HTTP/1.1\r\nConnection: keep-alive" END,
		"GET http://h/ HTTP/1.1\r\nProxy-Connection: close" END, "GET http://h/ HTTP/1.1\r\nProxy-Connection: keep-alive" END,
		"GET http://h/ HTTP/1.1\r\nProxy-Connection: x" END,
		"GET http://h/ HTTP/1.0\r\nProxy-Connection: keep-alive" END, "GET http://h/ HTTP/1.0\r\nConnection: keep-alive" END,
		"GET http://h/ HTTP/1.1\r\nHost: h" END, "GET http:///p HTTP/1.1\r\nHost: h" END,
		"GET / HTTP/1.2\r\n\r\n", "GET / HTTP/0.9\r\nConnection: keep-alive" END, "GET / HTTP/1.2\r\nConnection: close" END,
		"GET / HTTP/1.0\r\nKeep-Alive: 100" END,
	};

	serve(reply, NULL);
	for (int version = 1; version >= 0; version--) {
		for (size_t n = 0; n < COUNT(names); n++) {
			for (size_t i = 0; i < (n ? 4 : COUNT(values)); i++) {
				char text[200];
				snprintf(text, sizeof(text), "GET / HTTP/1.%d\r\n%s: %s\r\n\r\n", version, names[n], values[i]);
				const char *one = text;
				table(&one, 1);
			}
		}
	}
	TABLE(twice);

	exchange("GET / HTTP/1.1\r\n\r\n");
	exchange("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
	exchange("GET / HTTP/1.1\r\nConnection: keep-alive\r\n\r\n");
	exchange("GET / HTTP/1.0\r\n\r\n");
	exchange("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
	exchange("GET http://h/ HTTP/1.1\r\n\r\n");
	exchange("GET http://h/ HTTP/1.1\r\nProxy-Connection: keep-alive\r\n\r\n");

	for (size_t n = 0; n < COUNT(names); n++) {
		own_name = names[n];
		for (size_t i = 0; i < (n ? 4 : 8); i++) {
			own_value = values[i];
			SAY("own %s: %s\n", own_name, own_value);
			PIECES("GET / HTTP/1.1\r\n\r\n");
			PIECES("GET / HTTP/1.1\r\nConnection: keep-alive\r\n\r\n");
			PIECES("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
			PIECES("GET / HTTP/1.0\r\n\r\n");
		}
	}
	own_name = "Connection";
	own_value = "close";
	exchange("GET / HTTP/1.1\r\n\r\n");
	exchange("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
	exchange("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
	own_value = "keep-alive";
	exchange("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
	exchange("GET / HTTP/1.0\r\n\r\n");
	exchange("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
	stop_serving();
	return t_result();
}
