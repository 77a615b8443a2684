// run: once
// Limits of heads and bodies, at their very edges.
#include "serve.h"

static void counted(struct evhttp_request *req, void *arg)
{
	SAY("  taken: body %zu\n", evbuffer_get_length(evhttp_request_get_input_buffer(req)));
	evhttp_send_reply(req, 200, "OK", NULL);
}

static void send_it(const char *text)
{
	connect_client();
	client_send(text, strlen(text));
	SAY("  %.12s%s\n", reply, client_closed ? ", closed" : "");
	client_close();
}

/* A head whose lines, without their ends, have N bytes in all. */
static void head(int n)
{
	char text[3000];
	int len = sprintf(text, "GET / HTTP/1.1\r\nA: ");
	memset(text + len, 'x', n - 17);
	strcpy(text + len + n - 17, "\r\n\r\n");
	SAY("head of %d\n", n);
	send_it(text);
}

static void first_line(int n)
{
	char text[3000];
	int len = sprintf(text, "GET /");
	memset(text + len, 'x', n - 14);
	strcpy(text + len + n - 14, " HTTP/1.1\r\n\r\n");
	SAY("first line of %d\n", n);
	send_it(text);
}

static void body(int n, const char *more)
{
	char text[3000];
	int len = sprintf(text, "POST / HTTP/1.1\r\nContent-Length: %d\r\n%s\r\n", n, more);
	memset(text + len, 'x', n);
	text[len + n] = 0;
	SAY("body of %d %s\n", n, *more ? "Expect" : "");
	send_it(text);
}

static void chunks(int a, int b)
{
	char text[3000];
	int len = sprintf(text, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
	len += sprintf(text + len, "%x\r\n%0*d\r\n", a, a, 1);
	sprintf(text + len, "%x\r\n%0*d\r\n0\r\n\r\n", b, b, 1);
	SAY("chunks of %d and %d\n", a, b);
	send_it(text);
}

int main(void)
{
	serve(counted, NULL);
	evhttp_set_max_headers_size(http, 100);
	for (int n = 98; n < 104; n++)
		head(n);
	for (int n = 98; n < 104; n++)
		first_line(n);
	/* Without an end. */
	for (int n = 99; n < 103; n++) {
		char text[200] = "GET /";
		memset(text + 5, 'x', n - 5);
		SAY("no end, %d\n", n);
		send_it(text);
	}
	evhttp_set_max_headers_size(http, -1);
	head(2000);
	evhttp_set_max_body_size(http, 100);
	for (int n = 99; n < 103; n++) {
		body(n, "");
		body(n, "Expect: 100-continue\r\n");
		chunks(50, n - 50);
	}
	evhttp_set_max_body_size(http, 0);
	body(0, "");
	body(1, "");
	evhttp_set_max_body_size(http, -1);
	body(2000, "");
	stop();
	return t_result();
}
