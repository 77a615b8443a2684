// run: once
// on: ours
// The client's side with any request for memory refused: a session may not begin, or end, but what it sends and takes is
// whole, and nothing is lost.
#include "memory/alloc.h"
#include "ws.h"

static struct evws_connection *ours;
static int closed;

static void on_message(struct evws_connection *evws, int type, const unsigned char *data, size_t n, void *arg)
{
	CHECK(arg == &ours && n == 5 && !memcmp(data, "hello", 5));
	evws_send_text(evws, "hi");
}

static void on_end(struct evws_connection *evws, void *arg)
{
	closed++;
	ours = NULL;
}

/* The headers that ask for a session. */
static void ask(void)
{
	struct evhttp_request *req = evhttp_request_new(NULL, NULL);
	CHECK(req || al.failed);
	if (!req)
		return;
	CHECK(evws_client_add_headers(req) == 0 || al.failed);
	CHECK(evws_client_is_accepted(req) == 0);
	evhttp_request_free(req);
}

/* A session, which the server's end of the pair then leaves. */
static void talking(void)
{
	char bytes[1000];
	int fds[2], all = al.fail_on;
	long n = al.fail_in;
	al_stop_failing();
	base = event_base_new();
	CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds) == 0);
	struct bufferevent *bev = bufferevent_socket_new(base, fds[0], BEV_OPT_CLOSE_ON_FREE);
	al_fail(n, all);
	ask();
	closed = 0;
	ours = evws_client_new(bev, on_message, &ours);
	CHECK(ours || al.failed);
	if (ours) {
		evws_connection_set_closecb(ours, on_end, NULL);
		evws_send_text(ours, "first");
		evws_send_ping(ours, "ping", 4);
		puts_to(fds[1], "\x81\x05" "hello\x01\x03" "hel\x89\x01p\x80\x02" "lo");
		run();
		ssize_t got = recv(fds[1], bytes, sizeof(bytes), 0);
		/* Every frame from a client has four bytes of a mask. */
		CHECK(al.failed || got == 6 + 5 + 6 + 4 + 2 * (6 + 2) + 6 + 1);
		if (ours)
			evws_close(ours, 1000);
		run();
		al_stop_failing();
		close(fds[1]);
		run();
		CHECK(closed == 1 && !ours);
	} else {
		al_stop_failing();
		close(fds[1]);
		/* It is the program's still. */
		bufferevent_free(bev);
	}
	run();
	event_base_free(base);
	base = NULL;
}

int main(void)
{
	signal(SIGPIPE, SIG_IGN);
	al_start();
	talking();
	al_every_failure("a client", talking);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
