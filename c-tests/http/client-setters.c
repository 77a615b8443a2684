// run: once
// What a client's connection can be told and asked: base, server, bufferevent, peer, address, flags, family, local
// address and port, a bufferevent of the program's own, no base at first; and hosts by name.
#include "peer.h"
#include <event2/dns.h>
#include <event2/event_compat.h>
#include <event2/http_compat.h>

#define OK "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

static void say_addr(const struct sockaddr *sa)
{
	char text[100] = "?";
	if (!sa)
		SAY("NULL");
	else if (sa->sa_family == AF_INET)
		SAY("%s%s", inet_ntop(AF_INET, &((struct sockaddr_in *)sa)->sin_addr, text, sizeof(text)),
		    ntohs(((struct sockaddr_in *)sa)->sin_port) == port ? ":PORT" : ":another port");
	else if (sa->sa_family == AF_INET6)
		SAY("%s", inet_ntop(AF_INET6, &((struct sockaddr_in6 *)sa)->sin6_addr, text, sizeof(text)));
	else
		SAY("family %d", sa->sa_family);
}

/* All that can be asked. */
static void say_connection(const char *when)
{
	const char *address = NULL;
	ev_uint16_t number = 0;
	struct bufferevent *bev = evhttp_connection_get_bufferevent(evcon);
	evhttp_connection_get_peer(evcon, &address, &number);
	SAY("  %s: peer %s%s, addr ", when, visible_text(address), number == port ? ":PORT" : ":another port");
	say_addr(evhttp_connection_get_addr(evcon));
	SAY(", base %d, server %s, bufferevent %s", evhttp_connection_get_base(evcon) == base,
	    evhttp_connection_get_server(evcon) ? "set" : "NULL", bev ? "set" : "NULL");
	if (bev)
		SAY(" fd %s base %d enabled %s", bufferevent_getfd(bev) >= 0 ? "open" : "none", bufferevent_get_base(bev) == base,
		    t_what(bufferevent_get_enabled(bev)));
	SAY("\n");
}

static void exchange(void)
{
	get("a", "/");
	say_connection("made");
	if (next_peer()) {
		say_connection("connected");
		say_sent();
		give(OK);
		say_connection("answered");
	}
}

static void asked(void)
{
	SAY("asked\n");
	new_connection();
	say_connection("new");
	exchange();
	hang_up();
	say_connection("closed");
	free_connection();

	SAY("refused\n");
	struct sockaddr_in sin;
	int fd = tcp_refusing(&sin);
	evcon = evhttp_connection_base_new(base, NULL, "127.0.0.1", ntohs(sin.sin_port));
	get("a", "/");
	run();
	say_connection("refused");
	free_connection();
	close(fd);
}

static void flags(void)
{
	SAY("flags:");
	new_connection();
	for (int bit = 0; bit < 31; bit++) {
		/* Not the one that changes how the connection works. */
		int result = evhttp_connection_set_flags(evcon, 1 << bit);
		if (result == 0)
			SAY(" %#x", 1 << bit);
	}
	SAY("; 0 -> %d, 0x18 -> %d, 0x38 -> %d, 0x9 -> %d, -1 -> %d\n", evhttp_connection_set_flags(evcon, 0), evhttp_connection_set_flags(evcon, 0x18),
	    evhttp_connection_set_flags(evcon, 0x38), evhttp_connection_set_flags(evcon, 0x9), evhttp_connection_set_flags(evcon, -1));
	evhttp_connection_free(evcon);

	SAY("REUSE_CONNECTED_ADDR\n");
	new_connection();
	CHECK(evhttp_connection_set_flags(evcon, EVHTTP_CON_REUSE_CONNECTED_ADDR) == 0);
	for (int i = 0; i < 2; i++) {
		exchange();
		hang_up();
	}
	free_connection();
}

/* Where the client's end of the connection is. */
static void say_from(void)
{
	struct sockaddr_storage ss;
	socklen_t len = sizeof(ss);
	char text[100];
	if (next_peer() && !getpeername(peer, (struct sockaddr *)&ss, &len) && ss.ss_family == AF_INET) {
		SAY("  from %s\n", inet_ntop(AF_INET, &((struct sockaddr_in *)&ss)->sin_addr, text, sizeof(text)));
		say_sent();
	} else {
		SAY("  not connected\n");
	}
}

/* Where the attempt fails at once, the request is gone; the original loses it. */
static void local(void)
{
	static const char *const addresses[] = { "127.0.0.1", "127.0.0.9", "localhost", "192.0.2.1", "nonsense", "" };
	for (size_t i = 0; i < COUNT(addresses); i++) {
		SAY("from \"%s\"\n", addresses[i]);
		new_connection();
		evhttp_connection_set_local_address(evcon, addresses[i]);
		get("a", "/");
		say_from();
		free_connection();
	}
	SAY("set and unset\n");
	new_connection();
	evhttp_connection_set_local_address(evcon, "127.0.0.9");
	evhttp_connection_set_local_address(evcon, "127.0.0.8");
	evhttp_connection_set_local_address(evcon, NULL);
	get("a", "/");
	say_from();
	free_connection();

	SAY("from a port\n");
	struct sockaddr_in sin, from;
	socklen_t len = sizeof(from);
	int fd = tcp_refusing(&sin); /* a free port, as long as nobody takes it */
	close(fd);
	new_connection();
	evhttp_connection_set_local_address(evcon, "127.0.0.1");
	evhttp_connection_set_local_port(evcon, ntohs(sin.sin_port));
	get("a", "/");
	if (CHECK(next_peer()) && CHECK(!getpeername(peer, (struct sockaddr *)&from, &len)))
		CHECK(from.sin_port == sin.sin_port);
	say_sent();
	free_connection();

	SAY("from a port that is taken\n");
	fd = tcp_refusing(&sin);
	new_connection();
	evhttp_connection_set_local_address(evcon, "127.0.0.1");
	evhttp_connection_set_local_port(evcon, ntohs(sin.sin_port));
	get("a", "/");
	say_from();
	run();
	free_connection();
	close(fd);
}

static void own_bufferevent(void)
{
	SAY("a bufferevent of its own\n");
	struct bufferevent *bev = bufferevent_socket_new(base, -1, 0);
	evcon = evhttp_connection_base_bufferevent_new(base, NULL, bev, "127.0.0.1", port);
	CHECK(evhttp_connection_get_bufferevent(evcon) == bev);
	say_connection("new");
	exchange();
	CHECK(evhttp_connection_get_bufferevent(evcon) == bev);
	hang_up();
	say_connection("closed");
	get("b", "/b");
	if (next_peer()) {
		CHECK(evhttp_connection_get_bufferevent(evcon) == bev);
		say_connection("again");
		say_sent();
	}
	free_connection();

	SAY("with BEV_OPT_CLOSE_ON_FREE\n");
	bev = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	evcon = evhttp_connection_base_bufferevent_new(base, NULL, bev, "127.0.0.1", port);
	exchange();
	free_connection();

	for (int close_on_free = 0; close_on_free <= 1; close_on_free++) {
		char byte;
		int pair[2];
		ssize_t n;
		SAY("with a connected socket, close on free %d\n", close_on_free);
		t_pair(pair);
		bev = bufferevent_socket_new(base, pair[0], close_on_free ? BEV_OPT_CLOSE_ON_FREE : 0);
		evcon = evhttp_connection_base_bufferevent_new(base, NULL, bev, "127.0.0.1", port);
		exchange();
		n = recv(pair[1], &byte, 1, 0);
		SAY("  the other end: %zd %s\n", n, n < 0 ? t_errno(errno) : "");
		close(pair[1]);
		if (n < 0)
			close(pair[0]);
		free_connection();
	}

	SAY("on a base that the connection learns of from it\n");
	bev = bufferevent_socket_new(base, -1, 0);
	evcon = evhttp_connection_base_bufferevent_new(NULL, NULL, bev, "127.0.0.1", port);
	if (evcon) {
		say_connection("new");
		evhttp_connection_set_base(evcon, base);
		exchange();
		free_connection();
	} else {
		SAY("  none\n");
		bufferevent_free(bev);
	}
}

/* Needs the base that event_init() makes. */
static void no_base(void)
{
	struct event_base *current = event_init();
	SAY("without a base\n");
	evcon = evhttp_connection_new("127.0.0.1", port);
	SAY("  base %s\n", evhttp_connection_get_base(evcon) ? "set" : "NULL");
	evhttp_connection_set_base(evcon, base);
	say_connection("set");
	exchange();
	free_connection();

	SAY("without a base, and freed\n");
	evcon = evhttp_connection_new("127.0.0.1", port);
	evhttp_connection_free(evcon);

	SAY("without a base, on that of event_init()\n");
	struct event_base *other = base;
	base = current;
	evcon = evhttp_connection_new("127.0.0.1", port);
	exchange();
	free_connection();
	base = other;
	event_base_free(current);
}

static void names(void)
{
	static const char hosts_text[] = "127.0.0.1 here.test\n127.0.0.1 both.test\n::1 both.test\n::1 six.test\n";
	static const struct { const char *name; int family; } hosts[] = { { "here.test", AF_UNSPEC }, { "here.test", AF_INET },
		{ "both.test", AF_INET }, { "HERE.test", AF_UNSPEC }, { "127.0.0.1", AF_UNSPEC }, { "127.0.0.1", AF_INET6 },
		{ "127.0.0.1", AF_INET }, { "absent.test", AF_UNSPEC } };
	struct evdns_base *dns = evdns_base_new(base, 0);
	FILE *file = fopen("hosts", "w");
	fputs(hosts_text, file);
	fclose(file);
	CHECK(dns && evdns_base_load_hosts(dns, "hosts") == 0);
	for (size_t i = 0; i < COUNT(hosts); i++) {
		SAY("%s, family %d\n", hosts[i].name, hosts[i].family);
		evcon = evhttp_connection_base_new(base, dns, hosts[i].name, port);
		evhttp_connection_set_closecb(evcon, closed, "con");
		evhttp_connection_set_family(evcon, hosts[i].family);
		get("a", "/");
		get("b", "/");
		say_connection("made");
		run();
		if (next_peer()) {
			say_connection("connected");
			say_sent();
			give(OK);
		}
		free_connection();
	}
	/* Without nameservers the last one has no answer yet. */
	evdns_base_free(dns, 1);
	run();
	unlink("hosts");

	SAY("without an evdns_base\n");
	static const char *const more[] = { "localhost", "127.0.0.1", "::" };
	for (size_t i = 0; i < COUNT(more); i++) {
		SAY("\"%s\"\n", more[i]);
		evcon = evhttp_connection_base_new(base, NULL, more[i], port);
		evhttp_connection_set_family(evcon, AF_INET);
		get("a", "/");
		if (next_peer())
			say_sent();
		free_connection();
	}
}

/* IPv6, where there is any. */
static void six(void)
{
	struct sockaddr_in6 sin6 = { .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	socklen_t len = sizeof(sin6);
	int fd = socket(AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), old = listener, old_port = port;
	if (fd < 0 || bind(fd, (struct sockaddr *)&sin6, sizeof(sin6)) || listen(fd, 5) || getsockname(fd, (struct sockaddr *)&sin6, &len)) {
		SAY("no IPv6\n");
		return;
	}
	listener = fd;
	port = ntohs(sin6.sin6_port);
	static const char *const names[] = { "::1", "[::1]" };
	for (size_t i = 0; i < COUNT(names); i++) {
		SAY("%s\n", names[i]);
		evcon = evhttp_connection_base_new(base, NULL, names[i], port);
		exchange();
		free_connection();
	}
	close(fd);
	listener = old;
	port = old_port;
}

int main(void)
{
	start();
	asked();
	flags();
	local();
	own_bufferevent();
	no_base();
	names();
	six();
	stop();
	return t_result();
}
