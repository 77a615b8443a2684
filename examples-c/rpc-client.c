/*
 * Asks rpc-server.
 *
 *   event_rpcgen rpc-service.rpc
 *   cc -o rpc-client rpc-client.c rpc-service.gen.c -levent
 *   ./rpc-client 8080 put blue 0000ff
 *   ./rpc-client 8080 get blue red
 *
 * The exit status is 1 if the call failed, or a key is not there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/rpc.h>
#include <event2/rpc_struct.h>

#include "rpc-service.gen.h"

EVRPC_HEADER(Put, put_request, put_reply)
EVRPC_GENERATE(Put, put_request, put_reply)
EVRPC_HEADER(Get, get_request, get_reply)
EVRPC_GENERATE(Get, get_request, get_reply)

/* What came of the call. */
static int failed = 1;

static int is_good(const struct evrpc_status *status)
{
	static const char *const errors[] = {"", "it took too long", "no answer that makes sense", "the call was not made", "given up"};

	if (status->error != EVRPC_STATUS_ERR_NONE)
		fprintf(stderr, "%s\n", status->error < 5 ? errors[status->error] : "failed");
	return status->error == EVRPC_STATUS_ERR_NONE;
}

/* The answer is complete: the library has looked. */
static void was_put(struct evrpc_status *status, struct put_request *request, struct put_reply *reply, void *base)
{
	ev_uint32_t keys = 0;
	char *old;

	(void)request;
	if (is_good(status) && EVTAG_GET(reply, keys, &keys) == 0) {
		printf("%lu %s", (unsigned long)keys, keys == 1 ? "key" : "keys");
		if (EVTAG_GET(reply, old_value, &old) == 0)
			printf(", it was: %s", old);
		printf("\n");
		failed = 0;
	}
	event_base_loopbreak(base);
}

static void was_got(struct evrpc_status *status, struct get_request *request, struct get_reply *reply, void *base)
{
	if (!is_good(status)) {
		event_base_loopbreak(base);
		return;
	}
	failed = 0;
	for (int i = 0, next = 0; i < EVTAG_ARRAY_LEN(request, keys); i++) {
		struct entry *entry;
		char *key, *found, *value;

		EVTAG_ARRAY_GET(request, keys, i, &key);
		/* Those that were found are in the same order. */
		if (EVTAG_ARRAY_GET(reply, found, next, &entry) == 0 && EVTAG_GET(entry, key, &found) == 0 &&
		    !strcmp(key, found) && EVTAG_GET(entry, value, &value) == 0) {
			printf("%s: %s\n", key, value);
			next++;
		} else {
			printf("%s: not there\n", key);
			failed = 1;
		}
	}
	event_base_loopbreak(base);
}

static int put(struct evrpc_pool *pool, struct event_base *base, char **args)
{
	struct put_request *request = put_request_new();
	struct put_reply *reply = put_reply_new();
	struct entry *entry;

	if (!request || !reply || EVTAG_GET(request, entry, &entry) || EVTAG_ASSIGN(entry, key, args[0]) || EVTAG_ASSIGN(entry, value, args[1]))
		abort();
	if (EVRPC_MAKE_REQUEST(Put, pool, request, reply, was_put, base) == 0)
		event_base_dispatch(base);
	put_request_free(request);
	put_reply_free(reply);
	return failed;
}

static int get(struct evrpc_pool *pool, struct event_base *base, char **args)
{
	struct get_request *request = get_request_new();
	struct get_reply *reply = get_reply_new();

	if (!request || !reply)
		abort();
	for (; *args; args++)
		if (!EVTAG_ARRAY_ADD_VALUE(request, keys, *args))
			abort();
	if (EVRPC_MAKE_REQUEST(Get, pool, request, reply, was_got, base) == 0)
		event_base_dispatch(base);
	get_request_free(request);
	get_reply_free(reply);
	return failed;
}

int main(int argc, char **argv)
{
	struct event_base *base;
	struct bufferevent *bev;
	struct evhttp_connection *conn;
	struct evrpc_pool *pool;
	int is_put = argc == 5 && !strcmp(argv[2], "put");

	if (!is_put && (argc < 4 || strcmp(argv[2], "get"))) {
		fprintf(stderr, "usage: %s PORT put KEY VALUE\n       %s PORT get KEY...\n", argv[0], argv[0]);
		return 2;
	}
	base = event_base_new();
	pool = base ? evrpc_pool_new(base) : NULL;
	bev = base ? bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE) : NULL;
	/* The pool gives it the base, and must be the first to do so. */
	conn = bev ? evhttp_connection_base_bufferevent_new(NULL, NULL, bev, "127.0.0.1", (unsigned short)atoi(argv[1])) : NULL;
	if (!pool || !conn)
		return 1;
	/* The connection is the pool's from here on. */
	evrpc_pool_add_connection(pool, conn);
	evrpc_pool_set_timeout(pool, 10);
	if (is_put)
		put(pool, base, argv + 3);
	else
		get(pool, base, argv + 3);
	evrpc_pool_free(pool);
	event_base_free(base);
	return failed;
}
