// run: once
// on: ours
// A client that sends request after request and reads no response: the server reads no more of them than it answers,
// and what it holds is bounded. (The original reads on, and keeps all of it.)
#include "serve.h"
#include "memory/held.h"

enum { BODY = 100000, MOST = 4 << 20 };

static int requests;
REQUEST(reply)
{
	static char text[BODY + 1];
	requests++;
	reply_text(req, 200, "OK", memset(text, 'x', BODY));
}

int main(void)
{
	static const char get[] = "GET / HTTP/1.1\r\nA: 0123456789012345678901234567890123456789\r\n\r\n";
	size_t sent = 0, before;
	int waits = 0;
	count_memory();
	serve(reply, NULL);
	int fd = client();
	run();
	before = peak = held;
	while (sent < MOST && waits < 10) {
		ssize_t n = send(fd, get + sent % (sizeof(get) - 1), sizeof(get) - 1 - sent % (sizeof(get) - 1), MSG_NOSIGNAL);
		waits = n > 0 ? 0 : waits + 1;
		sent += n > 0 ? n : 0;
		run();
	}
	CHECK(waits && requests < 20);
	CHECK(peak - before < 5 * BODY);
	close(fd);
	run();
	stop_serving();
	return t_result();
}
