// What libevent 2.2 adds for clients: connections to UNIX sockets and over connected bufferevents, and times for
// connecting, reading and writing.
// on: ours
// run: once
#include "peer.h"
#include <sys/un.h>

#define OK "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"

static void answers(void)
{
	CHECK(next_peer());
	say_sent();
	give(OK);
}

static void unix_socket(void)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	char long_path[200], dir[] = "/tmp/client-more-XXXXXX";
	const char *address;
	ev_uint16_t number = 1;
	int tcp = listener;
	SAY("UNIX socket\n");
	CHECK(mkdtemp(dir) != NULL);
	sprintf(name.sun_path, "%s/socket", dir);
	evcon = evhttp_connection_base_bufferevent_unix_new(base, NULL, name.sun_path);
	get("early", "/");
	run();
	listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	CHECK(bind(listener, (void *)&name, sizeof(name)) == 0 && listen(listener, 5) == 0);
	get("a", "/");
	run();
	peer = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
	say_sent();
	give(OK);
	evhttp_connection_get_peer(evcon, &address, &number);
	CHECK(!strcmp(address, name.sun_path) && number == 0);
	CHECK(evhttp_connection_get_addr(evcon)->sa_family == AF_UNIX);
	free_connection();
	close(listener);
	listener = tcp;
	unlink(name.sun_path);
	rmdir(dir);
	memset(long_path, 'x', sizeof(long_path));
	long_path[sizeof(long_path) - 1] = 0;
	evcon = evhttp_connection_base_bufferevent_unix_new(base, NULL, long_path);
	get("too long", "/");
	run();
	free_connection();
	CHECK(!evhttp_connection_base_bufferevent_unix_new(base, NULL, NULL));
}

static void reuse(void)
{
	struct sockaddr_in sin = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct bufferevent *bev = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	const char *address;
	ev_uint16_t number;
	SAY("a connected bufferevent\n");
	sin.sin_port = htons(port);
	CHECK(!evhttp_connection_base_bufferevent_reuse_new(base, NULL, bev));
	CHECK(!evhttp_connection_base_bufferevent_reuse_new(base, NULL, NULL));
	CHECK(bufferevent_socket_connect(bev, (void *)&sin, sizeof(sin)) == 0);
	CHECK(next_peer());
	evcon = evhttp_connection_base_bufferevent_reuse_new(base, NULL, bev);
	CHECK(evcon && evhttp_connection_get_bufferevent(evcon) == bev);
	evhttp_connection_set_closecb(evcon, closed, "con");
	get("a", "/");
	say_sent();
	give(OK);
	evhttp_connection_get_peer(evcon, &address, &number);
	CHECK(!strcmp(address, "127.0.0.1") && number == port);
	/* The next one is one of its own. */
	hang_up();
	get("b", "/b");
	answers();
	free_connection();
}

static void times(void)
{
	struct bufferevent *bev;
	struct timeval tv = { 0, 50000 }, none = { 0, 0 };
	SAY("times\n");
	new_connection();
	bev = evhttp_connection_get_bufferevent(evcon);
	evhttp_connection_set_closecb(evcon, closed, "con");
	evhttp_connection_set_read_timeout_tv(evcon, &tv);
	evhttp_connection_set_write_timeout_tv(evcon, NULL);
	evhttp_connection_set_connect_timeout_tv(evcon, NULL);
	get("a", "/");
	CHECK(next_peer());
	say_sent();
	run_ms(100);
	CHECK(evhttp_connection_get_bufferevent(evcon) == bev);
	/* Zero is the usual time. */
	evhttp_connection_set_read_timeout_tv(evcon, &none);
	get("b", "/");
	CHECK(next_peer());
	run_ms(100);
	give(OK);
	free_connection();

	/* A listener that accepts nobody lets a connection wait. */
	SAY("connecting\n");
	struct sockaddr_in sin = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(sin);
	int full = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), fillers[3];
	CHECK(bind(full, (void *)&sin, len) == 0 && listen(full, 0) == 0 && !getsockname(full, (void *)&sin, &len));
	for (size_t i = 0; i < COUNT(fillers); i++) {
		fillers[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		(void)!connect(fillers[i], (void *)&sin, len);
	}
	evcon = evhttp_connection_base_new(base, NULL, "127.0.0.1", ntohs(sin.sin_port));
	evhttp_connection_set_connect_timeout_tv(evcon, &tv);
	get("c", "/");
	run_ms(100);
	free_connection();
	for (size_t i = 0; i < COUNT(fillers); i++)
		close(fillers[i]);
	close(full);
}

int main(void)
{
	start();
	unix_socket();
	reuse();
	times();
	stop();
	return t_result();
}
