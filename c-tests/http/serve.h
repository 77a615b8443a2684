/* An HTTP server and its clients in one loop.
 *
 * The server listens on a UNIX socket without a name: there a connection, and what is sent over it, are with
 * the other side as soon as the call returns. A client is a raw, nonblocking socket. run() runs the loop until
 * nothing is ready any more; so what a test sees depends on nothing but what it has sent before. */
#ifndef SERVE_H
#define SERVE_H

#include "t.h"
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/http.h>
#include <event2/http_struct.h>
#include <event2/keyvalq_struct.h>
#include <event2/listener.h>
#include <sys/un.h>

/* The ends of request lines and heads. */
#define END "\r\n\r\n"
#define V11 "HTTP/1.1\r\n\r\n"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static struct event_base *base T_UNUSED;
static struct evhttp *http T_UNUSED;
static struct sockaddr_un server_name T_UNUSED;
static socklen_t server_name_len T_UNUSED;

/* The head of a request callback: REQUEST(on_request) { ... req, arg ... } */
#define REQUEST(name) static void name(struct evhttp_request *req, void *arg)

/* A listening UNIX socket, whose name goes to server_name. */
T_UNUSED static int listening(void)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	server_name.sun_family = AF_UNIX;
	server_name_len = sizeof(server_name);
	if (fd < 0 || bind(fd, (void *)&server_name, sizeof(server_name.sun_family)) ||
	    listen(fd, 100) || getsockname(fd, (void *)&server_name, &server_name_len)) {
		perror("listen");
		exit(2);
	}
	return fd;
}

/* Makes base and http. Every request without a callback of its own goes to CB. */
T_UNUSED static void serve(void (*cb)(struct evhttp_request *, void *), void *arg)
{
	signal(SIGPIPE, SIG_IGN);
	if (!base)
		base = event_base_new();
	http = evhttp_new(base);
	CHECK(http && evhttp_accept_socket(http, listening()) == 0);
	evhttp_set_gencb(http, cb, arg);
}

T_UNUSED static void run(void)
{
	for (int i = 0; i < 3; i++)
		event_base_loop(base, EVLOOP_NONBLOCK);
}

/* Runs for some time: timers may come. */
T_UNUSED static void run_ms(long ms)
{
	event_base_loopexit(base, MS(ms));
	event_base_loop(base, 0);
	run();
}

T_UNUSED static void stop_serving(void)
{
	evhttp_free(http);
	http = NULL;
	run();
	event_base_free(base);
	base = NULL;
}

T_UNUSED static int client(void)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (connect(fd, (void *)&server_name, server_name_len)) {
		perror("connect");
		exit(2);
	}
	return fd;
}

/* Sends it without running the loop. */
T_UNUSED static void put(int fd, const void *bytes, size_t n)
{
	ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);
	if (sent != (ssize_t)n)
		SAY("sent %zd of %zu: %s\n", sent, n, sent < 0 ? t_errno(errno) : "");
}

T_UNUSED static void puts_to(int fd, const char *text) { put(fd, text, strlen(text)); }

/* Bytes with nothing invisible in them. */
T_UNUSED static char *visible(const void *bytes, size_t n)
{
	static char *texts[4];
	static int turn;
	const unsigned char *at = bytes;
	char *text = texts[turn % 4] = realloc(texts[turn % 4], 4 * n + 1), *end = text;
	turn++;
	for (size_t i = 0; i < n; i++) {
		if (at[i] == '\r' || at[i] == '\n' || at[i] == '\t' || at[i] == '\\')
			end += sprintf(end, "\\%c", at[i] == '\r' ? 'r' : at[i] == '\n' ? 'n' :
			    at[i] == '\t' ? 't' : '\\');
		else if (at[i] < ' ' || at[i] > '~')
			end += sprintf(end, "\\x%02x", at[i]);
		else
			*end++ = at[i];
	}
	*end = 0;
	return text;
}

/* The value of a Date header that the library made becomes "D". */
T_UNUSED static size_t without_dates(char *bytes, size_t n)
{
	static const char shape[] = "Date: Xxx, 99 Xxx 9999 99:99:99 GMT\r\n";
	for (size_t i = 0; i + sizeof(shape) - 1 <= n; i++) {
		size_t k = 0;
		while (shape[k] && (shape[k] == bytes[i + k] || (k > 5 && strchr("Xx", shape[k]) &&
		    bytes[i + k] >= 'A') || (shape[k] == '9' && bytes[i + k] >= '0' && bytes[i + k] <= '9')))
			k++;
		if (shape[k])
			continue;
		bytes[i + 6] = 'D';
		memmove(bytes + i + 7, bytes + i + k - 2, n - (i + k - 2));
		n -= k - 2 - 7;
	}
	return n;
}

static char answer[1 << 20] T_UNUSED; /* what come() took last, with a NUL behind it */
static size_t answer_len T_UNUSED;

/* Runs, and takes what comes, until nothing does. Returns whether the connection is closed. */
T_UNUSED static int come(int fd)
{
	ssize_t got = 0;
	answer_len = 0;
	do {
		run();
		got = recv(fd, answer + answer_len, sizeof(answer) - 1 - answer_len, 0);
		answer_len += got > 0 ? got : 0;
	} while (got > 0);
	if (got < 0 && errno != EAGAIN && errno != ECONNRESET)
		SAY("recv: %s\n", t_errno(errno));
	/* Whether the end is a reset depends on what the server had not read. */
	int is_closed = got == 0 || errno == ECONNRESET;
	answer_len = without_dates(answer, answer_len);
	answer[answer_len] = 0;
	return is_closed;
}

/* Runs, and prints each line of what has come, and whether the connection is open. */
T_UNUSED static void say_come(int fd)
{
	int is_closed = come(fd);
	char *at = answer, *end = answer + answer_len;
	while (at < end) {
		char *eol = memchr(at, '\n', end - at);
		eol = eol ? eol + 1 : end;
		SAY("  %s\n", visible(at, eol - at));
		at = eol;
	}
	SAY("  (%s)\n", is_closed ? "closed" : "open");
}

/* The same in short: the code of every response, with its version if that is not 1.1; or what else has come. */
T_UNUSED static void say_short(int fd)
{
	int is_closed = come(fd);
	if (!answer_len)
		SAY("nothing ");
	else if (strncmp(answer, "HTTP/", 5))
		SAY("\"%s\" ", visible(answer, answer_len));
	for (char *at = answer; (at = strstr(at, "HTTP/")); at++) {
		int line = strcspn(at, "\r"), version = strcspn(at, " ");
		if (strncmp(at, "HTTP/1.1 ", 9))
			SAY("%.*s ", version, at);
		SAY("%.*s ", line > version + 4 ? 3 : line - version, at + version + 1);
	}
	SAY("%s\n", is_closed ? "closed" : "open");
}

/* One client: sends, and tells what came. */
T_UNUSED static void exchange(const char *request)
{
	int fd = client();
	puts_to(fd, request);
	say_come(fd);
	close(fd);
	run();
}

T_UNUSED static const char *method_name(int method)
{
	static const char *const names[] = { "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE",
		"CONNECT", "PATCH" };
	static char number[20];
	for (size_t i = 0; i < COUNT(names); i++)
		if (method == 1 << i)
			return names[i];
	snprintf(number, sizeof(number), "method %d", method);
	return number;
}

T_UNUSED static void say_headers(const struct evkeyvalq *headers)
{
	const struct evkeyval *h;
	for (h = headers->tqh_first; h; h = h->next.tqe_next)
		SAY(" <%s: %s>", visible(h->key, strlen(h->key)), visible(h->value, strlen(h->value)));
}

/* Each string as a request of a client of its own: what the callback sees, the codes that come back. */
#define TABLE(strings) table(strings, COUNT(strings))
T_UNUSED static void table(const char *const *strings, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int fd = client();
		SAY("%s -> ", visible(strings[i], strlen(strings[i])));
		puts_to(fd, strings[i]);
		say_short(fd);
		close(fd);
		run();
	}
}

/* The strings go to one client, and the loop is run after each. */
#define PIECES(...) pieces((const char *const[]){ __VA_ARGS__, NULL })
T_UNUSED static void pieces(const char *const *strings)
{
	int fd = client();
	for (; *strings; strings++) {
		SAY("%s -> ", visible(*strings, strlen(*strings)));
		puts_to(fd, *strings);
		say_short(fd);
	}
	close(fd);
	run();
}

/* A request as the program sees it, on one line. */
T_UNUSED static void say_request(struct evhttp_request *req)
{
	struct evbuffer *in = evhttp_request_get_input_buffer(req);
	size_t n = evbuffer_get_length(in);
	const char *uri = evhttp_request_get_uri(req);
	SAY("[%s %s %d.%d", method_name(evhttp_request_get_command(req)), visible(uri, strlen(uri)),
	    req->major, req->minor);
	say_headers(evhttp_request_get_input_headers(req));
	if (n > 100)
		SAY(" body of %zu", n);
	else if (n)
		SAY(" body \"%s\"", visible(evbuffer_pullup(in, -1), n));
	SAY("] ");
}

/* Callbacks: print the request and send 200 with a body; or only send. */
T_UNUSED static void reply_text(struct evhttp_request *req, int code, const char *reason, const char *text)
{
	struct evbuffer *body = evbuffer_new();
	evbuffer_add(body, text, strlen(text));
	evhttp_send_reply(req, code, reason, body);
	CHECK(evbuffer_get_length(body) == 0);
	evbuffer_free(body);
}

T_UNUSED REQUEST(show) { say_request(req); reply_text(req, 200, "OK", "ok"); }
T_UNUSED REQUEST(ok) { reply_text(req, 200, "OK", "ok"); }

#endif
