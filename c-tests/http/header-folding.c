// run: once
// A client's header that goes on for any number of lines, and any number of headers that do: the value is right, and
// the time for it does not grow faster than what the client sends.
#include "serve.h"

#define LINES 400000

static int values, sum;
REQUEST(count)
{
	const struct evkeyval *h;
	for (h = evhttp_request_get_input_headers(req)->tqh_first; h; h = h->next.tqe_next) {
		size_t n = strlen(h->value);
		values++;
		sum += n;
		for (size_t i = 0; i < n; i++)
			if (h->value[i] != (i % 2 ? ' ' : 'b'))
				sum = -1;
	}
	reply_text(req, 200, "OK", "x");
}

static double cpu(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

/* A request with so many headers, and so many lines behind each with which it goes on. */
static void ask(int headers, int lines)
{
	size_t n = 0;
	char *bytes = malloc(40 + 5 * headers + 4 * headers * lines);
	int fd = client();
	double began = cpu();
	n += sprintf(bytes, "GET / HTTP/1.1\r\n");
	for (int i = 0; i < headers; i++) {
		n += sprintf(bytes + n, "a:b\r\n");
		for (int k = 0; k < lines; k++)
			n += sprintf(bytes + n, " b\r\n");
	}
	n += sprintf(bytes + n, "\r\n");
	values = sum = 0;
	for (size_t at = 0; at < n; run()) {
		ssize_t sent = send(fd, bytes + at, n - at < 50000 ? n - at : 50000, MSG_NOSIGNAL);
		at += sent > 0 ? sent : 0;
	}
	say_short(fd);
	SAY("%d headers of %d bytes\n", values, sum / (values ? values : 1));
	CHECK(cpu() - began < 10);
	free(bytes);
	close(fd);
	run();
}

int main(void)
{
	serve(count, NULL);
	ask(1, 0);
	ask(1, 1);
	ask(1, 2);
	ask(3, 2);
	ask(1, LINES);
	ask(LINES / 4, 1);
	stop_serving();
	return t_result();
}
