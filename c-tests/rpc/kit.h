/* A server of calls and a pool of clients in one loop. What goes over the wire is a struct with a text, written as
 * "T:" and the text: nothing else is one. */
#ifndef KIT_H
#define KIT_H

#include "t.h"
#include <event2/buffer.h>
#include <event2/event_compat.h>
#include <event2/http.h>
#include <event2/http_struct.h>
#include <event2/keyvalq_struct.h>
#include <event2/rpc.h>
#include <event2/rpc_struct.h>
#include <arpa/inet.h>
#include <netinet/in.h>

/* The struct, and the functions that the macros want. */
struct text {
	char *text; /* NULL: not set */
};

static long texts T_UNUSED; /* how many structs there are that the library has made */

T_UNUSED static void text_clear(struct text *t)
{
	free(t->text);
	t->text = NULL;
}

T_UNUSED static void text_set(struct text *t, const char *value)
{
	text_clear(t);
	t->text = strdup(value);
}

T_UNUSED static struct text *text_new_with_arg(void *arg)
{
	texts++;
	return calloc(1, sizeof(struct text));
}

T_UNUSED static void text_free(struct text *t)
{
	texts--;
	text_clear(t);
	free(t);
}

T_UNUSED static int text_complete(struct text *t) { return t->text ? 0 : -1; }

T_UNUSED static void text_marshal(struct evbuffer *buffer, const struct text *t)
{
	if (evbuffer_add(buffer, "T:", 2) == 0 && t->text)
		evbuffer_add(buffer, t->text, strlen(t->text));
}

T_UNUSED static int text_unmarshal(struct text *t, struct evbuffer *buffer)
{
	size_t n = evbuffer_get_length(buffer);
	char *bytes = malloc(n + 1);
	evbuffer_remove(buffer, bytes, n);
	bytes[n] = 0;
	text_clear(t);
	t->text = strdup(n < 2 ? "(short)" : bytes + 2);
	n = n < 2 || memcmp(bytes, "T:", 2);
	free(bytes);
	return n ? -1 : 0;
}

#pragma GCC diagnostic ignored "-Wunused-function"
EVRPC_HEADER(Echo, text, text)
EVRPC_GENERATE(Echo, text, text)
EVRPC_HEADER(Other, text, text)
EVRPC_GENERATE(Other, text, text)

static struct event_base *base T_UNUSED;
static struct evhttp *http T_UNUSED;
static struct evrpc_base *rpc T_UNUSED;
static struct evrpc_pool *pool T_UNUSED;
static int port T_UNUSED;
static int quiet T_UNUSED; /* callbacks print nothing */

/* Texts that are long are told by their length. */
T_UNUSED static const char *shown(const struct text *t)
{
	static char number[4][40];
	static int turn;
	if (!t->text)
		return "(none)";
	if (strlen(t->text) < 100)
		return t->text;
	turn = (turn + 1) % 4;
	snprintf(number[turn], sizeof(number[0]), "%zu bytes", strlen(t->text));
	return number[turn];
}

/* Functions that serve. */
T_UNUSED static void echo(EVRPC_STRUCT(Echo) *call, void *arg)
{
	char *reply = NULL;
	if (!quiet)
		SAY("serve \"%s\"\n", shown(call->request));
	if (asprintf(&reply, "re:%s", call->request->text) > 0)
		text_set(call->reply, reply);
	free(reply);
	EVRPC_REQUEST_DONE(call);
}

static EVRPC_STRUCT(Echo) *kept[10] T_UNUSED; /* what keep() was given */
static int n_kept T_UNUSED;

T_UNUSED static void keep(EVRPC_STRUCT(Echo) *call, void *arg)
{
	SAY("keep \"%s\"\n", shown(call->request));
	kept[n_kept++] = call;
}

/* Answers a call that was kept. */
T_UNUSED static void answer(int i)
{
	text_set(kept[i]->reply, kept[i]->request->text);
	EVRPC_REQUEST_DONE(kept[i]);
}

T_UNUSED static void serve_on(struct evhttp *server)
{
	struct sockaddr_in sin;
	socklen_t len = sizeof(sin);
	struct evhttp_bound_socket *bound = evhttp_bind_socket_with_handle(server, "127.0.0.1", 0);
	CHECK(bound && getsockname(evhttp_bound_socket_get_fd(bound), (void *)&sin, &len) == 0);
	port = ntohs(sin.sin_port);
}

/* Makes base, http and rpc, with Echo served by the function, if there is one. */
T_UNUSED static void start(void (*serve)(EVRPC_STRUCT(Echo) *, void *))
{
	signal(SIGPIPE, SIG_IGN);
	base = event_init(); /* connections without a base need a current one */
	http = evhttp_new(base);
	serve_on(http);
	rpc = evrpc_init(http);
	CHECK(rpc);
	if (serve)
		CHECK(EVRPC_REGISTER(rpc, Echo, text, text, serve, NULL) == 0);
}

T_UNUSED static struct evhttp_connection *connection(void)
{
	return evhttp_connection_base_new(NULL, NULL, "127.0.0.1", port);
}

/* Makes pool, with connections. */
T_UNUSED static void make_pool(int connections)
{
	pool = evrpc_pool_new(base);
	CHECK(pool);
	while (connections-- > 0)
		evrpc_pool_add_connection(pool, connection());
}

T_UNUSED static void stop(void)
{
	if (pool)
		evrpc_pool_free(pool);
	if (rpc)
		evrpc_free(rpc);
	if (http)
		evhttp_free(http);
	pool = NULL, rpc = NULL, http = NULL;
	if (base)
		event_base_loop(base, EVLOOP_NONBLOCK);
	if (base)
		event_base_free(base);
	base = NULL;
	n_kept = 0;
	CHECK(texts == 0);
}

/* Calls. Each has a struct of its own until it ends. */
struct made {
	struct text request, reply;
};

static int under_way T_UNUSED, ended T_UNUSED;

T_UNUSED static const char *error_name(int error)
{
	static const char *const names[] = { "NONE", "TIMEOUT", "BADPAYLOAD", "UNSTARTED", "HOOKABORTED" };
	return error >= 0 && error < 5 ? names[error] : "?";
}

/* What became of a call. */
T_UNUSED static void done(struct evrpc_status *status, struct text *request, struct text *reply, void *arg)
{
	if (!quiet) {
		SAY("done \"%s\": %s \"%s\" ", shown(request), error_name(status->error), shown(reply));
		if (status->http_req)
			SAY("%d\n", evhttp_request_get_response_code(status->http_req));
		else
			SAY("no request\n");
	}
	text_clear(request);
	text_clear(reply);
	free(arg);
	under_way--;
	ended++;
	if (!under_way && base)
		event_base_loopbreak(base);
}

T_UNUSED static struct made *made(const char *value)
{
	struct made *call = calloc(1, sizeof(*call));
	text_set(&call->request, value);
	text_set(&call->reply, "old");
	under_way++;
	return call;
}

/* Makes a call to Echo. */
T_UNUSED static int call(const char *value)
{
	struct made *call = made(value);
	return EVRPC_MAKE_REQUEST(Echo, pool, &call->request, &call->reply, done, call);
}

/* Runs until something is true, or for too long. */
#define RUN_UNTIL(condition) do { \
	long began_ = now_ms(); \
	struct event *tick_ = event_new(base, -1, EV_PERSIST, on_tick, NULL); \
	event_add(tick_, MS(2)); \
	while (!(condition) && now_ms() - began_ < 15000) \
		event_base_loop(base, EVLOOP_ONCE); \
	event_free(tick_); \
	CHECK(condition); \
} while (0)
T_UNUSED T_CALLBACK(on_tick) {}

/* Runs until all calls have ended. */
T_UNUSED static void run(void) { RUN_UNTIL(under_way == 0); }

/* A socket that has sent a request to the server as it is, and what came back: the first line, the type, the body. */
T_UNUSED static int raw(const char *bytes)
{
	struct sockaddr_in sin = { .sin_family = AF_INET, .sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	CHECK(connect(fd, (void *)&sin, sizeof(sin)) == 0);
	CHECK(send(fd, bytes, strlen(bytes), MSG_NOSIGNAL) == (ssize_t)strlen(bytes));
	evutil_make_socket_nonblocking(fd);
	return fd;
}

/* Takes the response to its end: the other side has to close. */
T_UNUSED static void say_response(int fd)
{
	static char all[1 << 16];
	size_t n = 0;
	ssize_t got = 1;
	long began = now_ms();
	while (got && now_ms() - began < 10000) {
		event_base_loop(base, EVLOOP_NONBLOCK);
		got = recv(fd, all + n, sizeof(all) - 1 - n, 0);
		n += got > 0 ? got : 0;
		if (got < 0 && errno != EAGAIN)
			break;
		if (got < 0)
			sleep_ms(1);
	}
	all[n] = 0;
	SAY("  %.*s", (int)strcspn(all, "\r\n"), all);
	char *type = strstr(all, "Content-Type: "), *body = strstr(all, "\r\n\r\n");
	if (type)
		SAY(" (%.*s)", (int)strcspn(type + 14, "\r\n"), type + 14);
	SAY(" %s\n", body && !strncmp(body + 4, "T:", 2) ? body + 4 : body ? "another body" : "no end of head");
	close(fd);
}

#endif
