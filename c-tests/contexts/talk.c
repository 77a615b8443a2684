// run: once
// on: ours
// each: -levent_openssl -levent_mbedtls -levent_rustls
// libs: -lcrypto
// Client and server talk: on sockets, on TCP, on other bufferevents; with a context that is freed meanwhile.
#include "contexts/kit.h"

#include <event2/listener.h>

static unsigned char bulk[3 << 20];

static void on_bulk(struct bufferevent *bev, void *arg)
{
	struct side *side = arg;
	static unsigned char chunk[100000];
	size_t n;
	while ((n = bufferevent_read(bev, chunk, sizeof chunk)) > 0) {
		if (side->got + n <= sizeof bulk)
			CHECK(memcmp(bulk + side->got, chunk, n) == 0);
		side->got += n;
	}
}

/* Three megabytes each way. */
static void exchange(struct side *client, struct side *server)
{
	struct side *sides[] = { client, server };
	for (int i = 0; i < 2; i++) {
		sides[i]->got = 0;
		bufferevent_setcb(sides[i]->bev, on_bulk, NULL, side_event, sides[i]);
		CHECK(bufferevent_write(sides[i]->bev, bulk, sizeof bulk) == 0);
	}
	UNTIL(base, client->got >= sizeof bulk && server->got >= sizeof bulk);
	settle(base);
	CHECK(client->got == sizeof bulk && server->got == sizeof bulk);
}

static void say_goodbye(struct side *client, struct side *server)
{
	CHECK(bufferevent_flush(client->bev, EV_WRITE, BEV_FINISHED) == 0);
	UNTIL(base, server->seen & ENDS);
	CHECK(server->seen == (BEV_EVENT_CONNECTED | BEV_EVENT_READING | BEV_EVENT_EOF));
}

static void talk(struct side *client, struct side *server)
{
	until_met(client, server);
	CHECK(bufferevent_tls_get_reason(client->bev, NULL, 0) == -1);
	until_said(client, server);
	b_show(&client->log, client->bev);
	b_show(&server->log, server->bev);
	exchange(client, server);
	say_goodbye(client, server);
	has_reason(server);
	side_free(client);
	side_free(server);
}

static void on_sockets(void)
{
	struct side client, server;
	SAY("-- sockets\n");
	meet(&client, &server, "localhost");
	talk(&client, &server);
}

static void on_filters(void)
{
	struct side client, server;
	struct bufferevent *pair[2];
	SAY("-- a pair\n");
	NEED(bufferevent_pair_new(base, 0, pair) == 0);
	side_start(&client, "client", bufferevent_tls_client_filter_new(pair[0], of_client, "localhost", 0));
	side_start(&server, "server", bufferevent_tls_server_filter_new(pair[1], of_server, 0));
	talk(&client, &server);
}

static struct side accepted;

static void on_accept(struct evconnlistener *l, evutil_socket_t fd, struct sockaddr *sa, int len, void *arg)
{
	side_start(&accepted, "server", bufferevent_tls_server_new(base, fd, of_server, 0));
}

static void on_tcp(void)
{
	struct sockaddr_in sin = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof sin;
	struct evconnlistener *listener = evconnlistener_new_bind(base, on_accept, NULL, LEV_OPT_CLOSE_ON_FREE, -1,
	    (struct sockaddr *)&sin, sizeof sin);
	struct side client;
	SAY("-- TCP\n");
	NEED(listener && getsockname(evconnlistener_get_fd(listener), (struct sockaddr *)&sin, &len) == 0);
	side_start(&client, "client", bufferevent_tls_client_new(base, -1, of_client, "localhost", 0));
	CHECK(bufferevent_socket_connect(client.bev, (struct sockaddr *)&sin, sizeof sin) == 0);
	UNTIL(base, accepted.bev);
	talk(&client, &accepted);
	evconnlistener_free(listener);
}

static void without_contexts(void)
{
	struct side client, server;
	SAY("-- contexts freed\n");
	meet(&client, &server, "localhost");
	bufferevent_tls_context_free(of_client);
	bufferevent_tls_context_free(of_server);
	of_client = of_server = NULL;
	talk(&client, &server);
}

/* Connections that end in any state. */
static void freed_early(void)
{
	struct side client, server;
	SAY("-- freed early\n");
	for (int turns = 0; turns < 6; turns++) {
		meet(&client, &server, "localhost");
		for (int i = 0; i < turns; i++)
			event_base_loop(base, EVLOOP_NONBLOCK);
		side_free(&client);
		UNTIL(base, server.seen & ENDS);
		has_reason(&server);
		side_free(&server);
	}
}

int main(void)
{
	for (size_t i = 0; i < sizeof bulk; i++)
		bulk[i] = (unsigned char)(i * 7 + i / 251);
	start();
	on_sockets();
	on_filters();
	on_tcp();
	freed_early();
	without_contexts();
	return finish();
}
