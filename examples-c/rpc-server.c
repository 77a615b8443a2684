/*
 * Keeps values under keys, for rpc-client, on a port of 127.0.0.1.
 *
 *   event_rpcgen rpc-service.rpc
 *   cc -o rpc-server rpc-server.c rpc-service.gen.c -levent
 *   ./rpc-server 8080
 *
 * With port 0 the system chooses one. Ctrl-C ends it.
 */
#define _POSIX_C_SOURCE 200809L
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <event2/event.h>
#include <event2/http.h>
#include <event2/rpc.h>

#include "rpc-service.gen.h"

#define MAX_ENTRIES 1000

EVRPC_HEADER(Put, put_request, put_reply)
EVRPC_HEADER(Get, get_request, get_reply)

/* What is kept: messages can be kept as they are. */
struct store {
	struct entry *entries[MAX_ENTRIES];
	int count;
};

static struct entry *find(struct store *store, const char *key)
{
	char *other;

	for (int i = 0; i < store->count; i++)
		if (EVTAG_GET(store->entries[i], key, &other) == 0 && !strcmp(key, other))
			return store->entries[i];
	return NULL;
}

/* The entry for a key, which may be a new one. */
static struct entry *find_or_add(struct store *store, const char *key)
{
	struct entry *entry = find(store, key);

	if (entry || store->count == MAX_ENTRIES)
		return entry;
	entry = entry_new();
	if (!entry || EVTAG_ASSIGN(entry, key, key))
		abort();
	store->entries[store->count++] = entry;
	return entry;
}

/* What is required of the request is there: otherwise it has been refused. Without an answer that is complete, the client
 * gets an error. */
static void put(EVRPC_STRUCT(Put) *rpc, void *arg)
{
	struct store *store = arg;
	struct entry *asked, *entry;
	char *key, *value;

	if (EVTAG_GET(rpc->request, entry, &asked) == 0 && EVTAG_GET(asked, key, &key) == 0 &&
	    EVTAG_GET(asked, value, &value) == 0 && (entry = find_or_add(store, key))) {
		if (EVTAG_HAS(entry, value))
			EVTAG_ASSIGN(rpc->reply, old_value, entry->value_data);
		if (EVTAG_ASSIGN(entry, value, value) == 0)
			EVTAG_ASSIGN(rpc->reply, keys, (ev_uint32_t)store->count);
	}
	EVRPC_REQUEST_DONE(rpc);
}

static void get(EVRPC_STRUCT(Get) *rpc, void *arg)
{
	struct store *store = arg;
	ev_uint32_t missing = 0;

	for (int i = 0; i < EVTAG_ARRAY_LEN(rpc->request, keys); i++) {
		struct entry *entry, *found;
		char *key;

		EVTAG_ARRAY_GET(rpc->request, keys, i, &key);
		entry = find(store, key);
		if (!entry) {
			missing++;
			continue;
		}
		found = EVTAG_ARRAY_ADD(rpc->reply, found);
		if (!found || EVTAG_ASSIGN(found, key, key) || EVTAG_ASSIGN(found, value, entry->value_data))
			abort();
	}
	EVTAG_ASSIGN(rpc->reply, missing, missing);
	EVRPC_REQUEST_DONE(rpc);
}

static void on_signal(evutil_socket_t fd, short what, void *base)
{
	(void)fd, (void)what;
	event_base_loopexit(base, NULL);
}

int main(int argc, char **argv)
{
	static struct store store;
	struct event_base *base = event_base_new();
	struct evhttp *http = base ? evhttp_new(base) : NULL;
	struct evrpc_base *rpc = http ? evrpc_init(http) : NULL;
	struct event *interrupt = base ? evsignal_new(base, SIGINT, on_signal, base) : NULL;
	struct evhttp_bound_socket *bound;
	struct sockaddr_in sin;
	socklen_t len = sizeof(sin);

	if (argc != 2 || !rpc || !interrupt || event_add(interrupt, NULL)) {
		fprintf(stderr, "usage: rpc-server PORT\n");
		return 2;
	}
	evhttp_set_max_headers_size(http, 16384);
	evhttp_set_max_body_size(http, 1 << 20);
	if (EVRPC_REGISTER(rpc, Put, put_request, put_reply, put, &store) ||
	    EVRPC_REGISTER(rpc, Get, get_request, get_reply, get, &store))
		return 1;
	bound = evhttp_bind_socket_with_handle(http, "127.0.0.1", (ev_uint16_t)atoi(argv[1]));
	if (!bound || getsockname(evhttp_bound_socket_get_fd(bound), (struct sockaddr *)&sin, &len)) {
		perror("bind");
		return 1;
	}
	printf("listening on port %d\n", ntohs(sin.sin_port));
	fflush(stdout);
	event_base_dispatch(base);
	EVRPC_UNREGISTER(rpc, Put);
	EVRPC_UNREGISTER(rpc, Get);
	evrpc_free(rpc);
	evhttp_free(http);
	event_free(interrupt);
	event_base_free(base);
	while (store.count > 0)
		entry_free(store.entries[--store.count]);
	return 0;
}
