// run: once
// on: ours
// A body that comes a byte at a time takes no more memory than one that comes at once: what is held for a request grows
// with what has come of it, however it is cut. (The original may take a block for each chunk.)
#include "serve.h"
#include "memory/held.h"

#define POST "POST / HTTP/1.1\r\n"

enum { BODY = 30000 };

static int requests;
REQUEST(count)
{
	CHECK(evbuffer_get_length(evhttp_request_get_input_buffer(req)) == BODY);
	requests++;
	reply_text(req, 200, "OK", "x");
}

/* A request that begins and ends like this, and has such parts between. */
static void send_body(const char *head, const char *part, int parts, const char *end)
{
	int fd = client();
	puts_to(fd, head);
	run();
	size_t before = peak = held;
	for (int i = 0; i < parts; i++) {
		puts_to(fd, part);
		run();
	}
	CHECK(peak - before < 5 * BODY);
	puts_to(fd, end);
	CHECK(!come(fd));
	close(fd);
	run();
}

int main(void)
{
	count_memory();
	serve(count, NULL);
	send_body(POST "Content-Length: 30000" END, "a", BODY, "");
	send_body(POST "Content-Length: 30000" END, "abcdef", BODY / 6, "");
	send_body(POST "Transfer-Encoding: chunked" END "1\r\na", "\r\n1\r\na", BODY - 1, "\r\n0\r\n\r\n");
	CHECK(requests == 3);
	stop_serving();
	return t_result();
}
