// timeout: 600
// alloc: no, it switches the listeners on and off until all is answered
/* Loops in threads of their own, each with an HTTP server and a client of the next one's; all look names up with one
 * resolver, and another thread disables and enables the listeners. Each request is answered once, each look-up too. */
#include "threads/stress.h"

#include <arpa/inet.h>
#include <event2/buffer.h>
#include <event2/dns.h>
#include <event2/http.h>
#include <event2/listener.h>

enum { LOOPS = 3, ROUNDS = 400 };
struct world {
	struct event_base *base;
	struct evhttp *server;
	struct evconnlistener *listener;
	unsigned short port;
	struct evhttp_connection *client;
	struct event *begin;
	pthread_t thread;
	int served, answered, found;
};
static struct world worlds[LOOPS];
static struct evdns_base *dns;
static atomic_int running;
static int rounds;

static struct world *next(struct world *w) { return &worlds[(w - worlds + 1) % LOOPS]; }

static void serve(struct evhttp_request *req, void *arg)
{
	struct world *w = arg;
	evbuffer_add_printf(evhttp_request_get_output_buffer(req), "%s", evhttp_request_get_uri(req));
	w->served++;
	evhttp_send_reply(req, 200, "OK", NULL);
}

static void found(int result, struct evutil_addrinfo *list, void *arg)
{
	struct world *w = arg;
	struct sockaddr_in *in = (struct sockaddr_in *)(list ? list->ai_addr : NULL);
	w->found += result == 0 && in && in->sin_addr.s_addr == htonl(0x0a000001);
	if (list)
		evutil_freeaddrinfo(list);
}

static void ask(struct world *w);

static void answered(struct evhttp_request *req, void *arg)
{
	struct world *w = arg;
	struct evutil_addrinfo hints = { .ai_family = AF_INET, .ai_socktype = SOCK_STREAM };
	char wanted[30];

	snprintf(wanted, sizeof wanted, "/%d", w->answered++);
	if (CHECK(req && evhttp_request_get_response_code(req) == 200)) {
		struct evbuffer *body = evhttp_request_get_input_buffer(req);
		CHECK(evbuffer_get_length(body) == strlen(wanted));
		CHECK(!memcmp(evbuffer_pullup(body, -1), wanted, strlen(wanted)));
	}
	evdns_getaddrinfo(dns, "somewhere.test", "80", &hints, found, w);
	ask(w);
}

/* Every tenth request is the last of its connection, so that the listener has work. */
static void ask(struct world *w)
{
	struct evhttp_request *req;
	char uri[30];

	if (w->answered == rounds) {
		running--;
		return;
	}
	snprintf(uri, sizeof uri, "/%d", w->answered);
	req = evhttp_request_new(answered, w);
	if (w->answered % 10 == 0)
		evhttp_add_header(evhttp_request_get_output_headers(req), "Connection", "close");
	CHECK(evhttp_make_request(w->client, req, EVHTTP_REQ_GET, uri) == 0);
}

T_CALLBACK(begin) { ask(arg); }

static void *run(void *arg)
{
	CHECK(event_base_loop(((struct world *)arg)->base, EVLOOP_NO_EXIT_ON_EMPTY) == 0);
	return NULL;
}

static void make(struct world *w)
{
	struct evhttp_bound_socket *bound;
	struct sockaddr_in in;
	socklen_t len = sizeof in;

	*w = (struct world){ .base = event_base_new() };
	w->server = evhttp_new(w->base);
	evhttp_set_gencb(w->server, serve, w);
	bound = evhttp_bind_socket_with_handle(w->server, "127.0.0.1", 0);
	w->listener = evhttp_bound_socket_get_listener(bound);
	CHECK(getsockname(evhttp_bound_socket_get_fd(bound), (struct sockaddr *)&in, &len) == 0);
	w->port = ntohs(in.sin_port);
}

static void resolver_with_hosts(void)
{
	FILE *hosts = fopen("hosts", "w");
	fputs("10.0.0.1 somewhere.test\n", hosts);
	fclose(hosts);
	dns = evdns_base_new(worlds[0].base, 0);
	CHECK(evdns_base_load_hosts(dns, "hosts") == 0);
}

static void all_worlds(void)
{
	int served = 0, found_all = 0;

	rounds = times(ROUNDS);
	running = LOOPS;
	for (int n = 0; n < LOOPS; n++)
		make(&worlds[n]);
	resolver_with_hosts();
	for (int n = 0; n < LOOPS; n++) {
		struct world *w = &worlds[n];
		w->client = evhttp_connection_base_new(w->base, NULL, "127.0.0.1", next(w)->port);
		w->begin = event_new(w->base, -1, 0, begin, w);
		event_active(w->begin, EV_TIMEOUT, 1);
	}
	for (int n = 0; n < LOOPS; n++)
		pthread_create(&worlds[n].thread, NULL, run, &worlds[n]);
	for (long end = now_ms() + 60000; running > 0 && now_ms() < end; sched_yield()) {
		for (int n = 0; n < LOOPS; n++) {
			CHECK(evconnlistener_disable(worlds[n].listener) == 0);
			CHECK(evconnlistener_enable(worlds[n].listener) == 0);
		}
	}
	CHECK(running == 0);
	for (int n = 0; n < LOOPS; n++)
		event_base_loopexit(worlds[n].base, NULL);
	for (int n = 0; n < LOOPS; n++)
		pthread_join(worlds[n].thread, NULL);
	for (int n = 0; n < LOOPS; n++) {
		struct world *w = &worlds[n];
		served += w->served == rounds;
		found_all += w->found == rounds;
		evhttp_connection_free(w->client);
		evhttp_free(w->server);
		event_free(w->begin);
	}
	SAY("of %d: %d have served all, %d found all\n", LOOPS, served, found_all);
	evdns_base_free(dns, 0);
	for (int n = 0; n < LOOPS; n++)
		event_base_free(worlds[n].base);
}

int main(void) { return stress(all_worlds); }
