/* A client of the library, and a server in the same loop that is a plain socket in the hands of the test: it
 * decides which bytes the client gets, and when. The callbacks print what the program sees. */
#ifndef PEER_H
#define PEER_H

#include "bufferevent/kit.h"
#include <event2/http.h>
#include <event2/http_struct.h>
#include <event2/keyvalq_struct.h>
#include <netinet/tcp.h>
#include <sched.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static struct event_base *base T_UNUSED;
static struct evhttp_connection *evcon T_UNUSED; /* what the program makes its requests on */
static int listener T_UNUSED = -1, port T_UNUSED;
static int peer T_UNUSED = -1;        /* the server's end of a connection */
static char sent[1 << 16] T_UNUSED;   /* what the client has sent, as take() found it */
static size_t sent_len T_UNUSED;

/* Runs until nothing happens any more. What is sent over the loopback interface has arrived then. */
T_UNUSED static void run(void)
{
	for (int i = 0; i < 12; i++)
		event_base_loop(base, EVLOOP_NONBLOCK);
}

/* Runs for some time: timers may come. */
T_UNUSED static void run_ms(long ms)
{
	event_base_loopexit(base, MS(ms));
	event_base_loop(base, 0);
	run();
}

/* Makes base and listener. On one processor, what is sent has arrived when send() returns. */
T_UNUSED static void start(void)
{
	struct sockaddr_in sin;
	cpu_set_t one;
	CPU_ZERO(&one);
	CPU_SET(sched_getcpu(), &one);
	CHECK(sched_setaffinity(0, sizeof(one), &one) == 0);
	signal(SIGPIPE, SIG_IGN);
	base = event_base_new();
	if (!CHECK(base))
		exit(2);
	listener = tcp_listen(&sin);
	port = ntohs(sin.sin_port);
}

T_UNUSED static void stop(void)
{
	close(listener);
	event_base_free(base);
}

/* Bytes with nothing invisible in them; "|" is the end of a line. */
T_UNUSED static const char *visible(const void *bytes, size_t n)
{
	static char *texts[4];
	static int turn;
	const unsigned char *at = bytes;
	char *text = texts[turn % 4] = realloc(texts[turn % 4], 4 * n + 1), *end = text;
	turn++;
	for (size_t i = 0; i < n; i++) {
		if (at[i] == '\r' && i + 1 < n && at[i + 1] == '\n')
			*end++ = '|', i++;
		else if (at[i] == '\r' || at[i] == '\n' || at[i] == '\t' || at[i] == '\\' || at[i] == '|')
			end += sprintf(end, "\\%c", at[i] == '\r' ? 'r' : at[i] == '\n' ? 'n' : at[i] == '\t' ? 't' : at[i]);
		else if (at[i] < ' ' || at[i] > '~')
			end += sprintf(end, "\\x%02x", at[i]);
		else
			*end++ = at[i];
	}
	*end = 0;
	return text;
}

T_UNUSED static const char *visible_text(const char *text) { return text ? visible(text, strlen(text)) : "NULL"; }

/* The server's side ------------------------------------------------------------------------------------------ */

/* Runs, and takes the next connection, if there is one, as peer. */
T_UNUSED static int next_peer(void)
{
	run();
	int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC), on = 1;
	if (fd < 0)
		return 0;
	if (peer >= 0)
		close(peer);
	peer = fd;
	CHECK(setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) == 0);
	run();
	return 1;
}

/* Runs, and takes what the client has sent. Returns whether it is there still. */
T_UNUSED static int take(void)
{
	ssize_t n = 0;
	sent_len = 0;
	if (peer < 0)
		return 0;
	do {
		run();
		n = recv(peer, sent + sent_len, sizeof(sent) - 1 - sent_len, 0);
		sent_len += n > 0 ? n : 0;
	} while (n > 0);
	sent[sent_len] = 0;
	return n < 0 && errno == EAGAIN;
}

/* Takes it and prints it, without the server's port. */
T_UNUSED static void say_sent(void)
{
	int is_open = take();
	char number[10], *at;
	int n = sprintf(number, ":%d", port);
	while ((at = strstr(sent, number))) {
		memmove(at + 5, at + n, strlen(at + n) + 1);
		memcpy(at, ":PORT", 5);
		sent_len -= n - 5;
	}
	SAY("  sent: %s%s\n", sent_len > 2000 ? "much" : visible(sent, sent_len), is_open ? "" : " (closed)");
}

/* Sends it and runs. */
T_UNUSED static void give_bytes(const void *bytes, size_t n)
{
	ssize_t done = send(peer, bytes, n, MSG_NOSIGNAL);
	if (done != (ssize_t)n)
		SAY("  gave %zd of %zu: %s\n", done, n, done < 0 ? t_errno(errno) : "");
	run();
}

T_UNUSED static void give(const char *text) { give_bytes(text, strlen(text)); }

/* Whether the client's connection is open. */
T_UNUSED static void say_open(void) { SAY("  (%s)\n", take() ? "open" : "closed"); }

/* Closes the server's end. */
T_UNUSED static void hang_up(void)
{
	if (peer >= 0)
		close(peer);
	peer = -1;
	run();
}

/* The program's side ----------------------------------------------------------------------------------------- */

T_UNUSED static const char *error_name(int error)
{
	static const char *const names[] = { "TIMEOUT", "EOF", "INVALID_HEADER", "BUFFER_ERROR", "REQUEST_CANCEL",
		"DATA_TOO_LONG" };
	return error >= 0 && error < (int)COUNT(names) ? names[error] : "another error";
}

T_UNUSED static const char *method_name(int method)
{
	static const char *const names[] = { "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT",
		"PATCH" };
	for (size_t i = 0; i < COUNT(names); i++)
		if (method == 1 << i)
			return names[i];
	return "no method";
}

T_UNUSED static void say_headers(const struct evkeyvalq *headers)
{
	for (const struct evkeyval *h = headers->tqh_first; h; h = h->next.tqe_next)
		SAY(" <%s: %s>", visible_text(h->key), visible_text(h->value));
}

/* A response as the program sees it, without an end of line. */
T_UNUSED static void say_response(struct evhttp_request *req)
{
	struct evbuffer *in = evhttp_request_get_input_buffer(req);
	size_t n = evbuffer_get_length(in);
	SAY("%d \"%s\" %d.%d", evhttp_request_get_response_code(req),
	    visible_text(evhttp_request_get_response_code_line(req)), req->major, req->minor);
	say_headers(evhttp_request_get_input_headers(req));
	if (n > 100)
		SAY(" body of %zu", n);
	else
		SAY(" \"%s\"", visible(evbuffer_pullup(in, -1), n));
	if (evhttp_request_get_connection(req))
		SAY(" (has a connection)");
}

/* The callbacks. The argument of all is the request's name. */
T_UNUSED static void done(struct evhttp_request *req, void *name)
{
	SAY("  %s done: ", (char *)name);
	if (req)
		say_response(req);
	else
		SAY("NULL");
	SAY("\n");
}

T_UNUSED static void failed(enum evhttp_request_error error, void *name)
{
	SAY("  %s error: %s\n", (char *)name, error_name(error));
}

T_UNUSED static int head(struct evhttp_request *req, void *name)
{
	SAY("  %s head: ", (char *)name);
	say_response(req);
	SAY("\n");
	return 0;
}

T_UNUSED static void chunk(struct evhttp_request *req, void *name)
{
	struct evbuffer *in = evhttp_request_get_input_buffer(req);
	size_t n = evbuffer_get_length(in);
	SAY("  %s chunk: \"%s\"\n", (char *)name, visible(evbuffer_pullup(in, -1), n));
}

T_UNUSED static void complete(struct evhttp_request *req, void *name) { SAY("  %s complete\n", (char *)name); }

T_UNUSED static void closed(struct evhttp_connection *con, void *name) { SAY("  %s closed\n", (char *)name); }

/* A request with the callback done, and the error callback. */
T_UNUSED static struct evhttp_request *new_request(const char *name)
{
	struct evhttp_request *req = evhttp_request_new(done, (void *)name);
	evhttp_request_set_error_cb(req, failed);
	return req;
}

/* A connection to the listener. */
T_UNUSED static void new_connection(void)
{
	evcon = evhttp_connection_base_new(base, NULL, "127.0.0.1", port);
	CHECK(evcon != NULL);
}

/* Frees the connection, and closes the server's end. */
T_UNUSED static void free_connection(void)
{
	evhttp_connection_free(evcon);
	evcon = NULL;
	hang_up();
}

T_UNUSED static int make(struct evhttp_request *req, int method, const char *uri)
{
	int result = evhttp_make_request(evcon, req, method, uri);
	if (result)
		SAY("  make_request: %d\n", result);
	return result;
}

/* GET on the connection. */
T_UNUSED static struct evhttp_request *get(const char *name, const char *uri)
{
	struct evhttp_request *req = new_request(name);
	return make(req, EVHTTP_REQ_GET, uri) ? NULL : req;
}

/* One response; if the client keeps the connection then, the server closes it. */
T_UNUSED static void respond(int method, const char *response)
{
	SAY("%s %s\n", method_name(method), visible_text(response));
	new_connection();
	make(new_request("a"), method, "/");
	CHECK(next_peer());
	take();
	give(response);
	if (take()) {
		SAY("  (open)\n");
		hang_up();
	}
	free_connection();
	if (next_peer()) {
		SAY("  connects again\n");
		hang_up();
	}
}

#define TABLE(method, responses) table(method, responses, COUNT(responses))
T_UNUSED static void table(int method, const char *const *responses, size_t n)
{
	for (size_t i = 0; i < n; i++)
		respond(method, responses[i]);
}

#endif
