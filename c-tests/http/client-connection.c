// run: once
// Whether a client keeps a connection after a response: versions and Connection headers of both sides.
#include "peer.h"

static int is_done;

static void note(struct evhttp_request *req, void *arg) { is_done++; }

int main(void)
{
	static const char *const of_request[] = { NULL, "close", "Close", "keep-alive", "x", "x, close" };
	static const char *const of_response[] = { "", "Connection: close\r\n", "connection: CLOSE\r\n", "Connection: keep-alive\r\n",
		"Connection: Keep-Alive, x\r\n", "Connection: x\r\n", "Connection: x, close\r\n", "Connection: close, x\r\n",
		"Connection: closed\r\n", "Connection: \r\n", "Connection: x\r\nConnection: close\r\n", "Proxy-Connection: close\r\n",
		"Proxy-Connection: keep-alive\r\n" };

	start();
	for (size_t i = 0; i < 2 * COUNT(of_request); i++) {
		const char *value = of_request[i / 2];
		for (size_t k = 0; k < 2 * COUNT(of_response); k++) {
			char text[200];
			struct evhttp_request *req = evhttp_request_new(note, NULL);
			snprintf(text, sizeof(text), "HTTP/1.%d 200 OK\r\n%sContent-Length: 0\r\n\r\n", (int)k % 2, of_response[k / 2]);
			new_connection();
			req->major = 1;
			req->minor = i % 2;
			if (value)
				evhttp_add_header(evhttp_request_get_output_headers(req), "Connection", value);
			make(req, EVHTTP_REQ_GET, "/");
			CHECK(next_peer() && take());
			is_done = 0;
			give(text);
			CHECK(is_done == 1);
			SAY("1.%d, Connection: %s; 1.%d, %s %s\n", (int)i % 2, value ? value : "NULL", (int)k % 2,
			    visible_text(of_response[k / 2]), take() ? "open" : "closed");
			free_connection();
		}
	}
	stop();
	return t_result();
}
