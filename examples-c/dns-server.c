/*
 * A DNS server on 127.0.0.1 for the zone example.com, and for one address backwards.
 *
 *   cc -o dns-server dns-server.c -levent
 *   ./dns-server 5353           (port 0: any free one; Ctrl-C ends it)
 *   dig @127.0.0.1 -p 5353 www.example.com
 *
 * Compiled with -DWITH_TCP, which needs a library that is newer than 2.1, it also answers on TCP.
 */
#define _POSIX_C_SOURCE 200809L
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include <event2/dns.h>
#include <event2/dns_struct.h>
#include <event2/event.h>
#include <event2/listener.h>

#define ZONE "example.com"
#define TTL 300

/* What a name has: a type, and its data as they are in a message. */
static const struct record {
	const char *name;
	int type;
	const char *data;
	int len; /* -1: data is a name */
} records[] = {
	{ZONE, EVDNS_TYPE_A, "\300\0\2\1", 4},
	{ZONE, EVDNS_TYPE_MX, "\0\12\4mail\7example\3com", 20},
	{ZONE, EVDNS_TYPE_NS, "ns.example.com", -1},
	{ZONE, EVDNS_TYPE_TXT, "\5hello\5world", 12},
	{"mail.example.com", EVDNS_TYPE_A, "\300\0\2\3", 4},
	{"www.example.com", EVDNS_TYPE_A, "\300\0\2\1", 4},
	{"www.example.com", EVDNS_TYPE_A, "\300\0\2\2", 4},
	{"www.example.com", EVDNS_TYPE_AAAA, "\40\1\15\270\0\0\0\0\0\0\0\0\0\0\0\1", 16},
	{"alias.example.com", EVDNS_TYPE_CNAME, "www.example.com", -1},
	{"1.2.0.192.in-addr.arpa", EVDNS_TYPE_PTR, "www.example.com", -1},
};

/* big.example.com has this many texts, of this many bytes. */
#define TEXTS 20
#define TEXT 100

static int add(struct evdns_server_request *req, const char *name, int type, int len, const char *data)
{
	return evdns_server_request_add_reply(req, EVDNS_ANSWER_SECTION, name, type, EVDNS_CLASS_INET, TTL, len, len < 0,
	    data);
}

/* Whether NAME is the zone, or ends with a dot and the zone. */
static int in_zone(const char *name)
{
	size_t n = strlen(name), zone = strlen(ZONE);
	if (n < zone || strcasecmp(name + n - zone, ZONE))
		return 0;
	return n == zone || name[n - zone - 1] == '.';
}

/* Adds what there is, and returns the code of the reply. */
static int answer(struct evdns_server_request *req, const struct evdns_server_question *q)
{
	int known = 0;
	size_t i;

	if (q->dns_question_class != EVDNS_CLASS_INET)
		return DNS_ERR_NOTIMPL;
	for (i = 0; i < sizeof(records) / sizeof(*records); i++) {
		const struct record *r = &records[i];
		if (strcasecmp(q->name, r->name))
			continue;
		known = 1;
		if (q->type != r->type && q->type != EVDNS_QTYPE_ALL && r->type != EVDNS_TYPE_CNAME)
			continue;
		/* With the name as it was asked for: its case is the client's. */
		if (add(req, q->name, r->type, r->len, r->data))
			return DNS_ERR_SERVERFAILED;
	}
	if (!strcasecmp(q->name, "big.example.com")) {
		char text[1 + TEXT] = {TEXT};
		memset(text + 1, 'b', TEXT);
		known = 1;
		for (i = 0; i < TEXTS && q->type == EVDNS_TYPE_TXT; i++)
			if (add(req, q->name, EVDNS_TYPE_TXT, sizeof(text), text))
				return DNS_ERR_SERVERFAILED;
	}
	if (known)
		return DNS_ERR_NONE;
	return in_zone(q->name) ? DNS_ERR_NOTEXIST : DNS_ERR_REFUSED;
}

static void on_request(struct evdns_server_request *req, void *arg)
{
	int err = DNS_ERR_FORMAT;
	(void)arg;
	if (req->nquestions == 1)
		err = answer(req, req->questions[0]);
	if (err != DNS_ERR_REFUSED)
		evdns_server_request_set_flags(req, EVDNS_FLAGS_AA);
	if (evdns_server_request_respond(req, err) < 0)
		evdns_server_request_drop(req);
}

static void on_interrupt(evutil_socket_t sig, short what, void *arg)
{
	(void)sig, (void)what;
	event_base_loopexit(arg, NULL);
}

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

/* A socket on the address, into which the port goes that it got. */
static evutil_socket_t bound(struct sockaddr_in *sin)
{
	evutil_socket_t fd = socket(AF_INET, SOCK_DGRAM, 0);
	socklen_t len = sizeof(*sin);
	if (fd < 0 || evutil_make_socket_nonblocking(fd) || bind(fd, (struct sockaddr *)sin, len) ||
	    getsockname(fd, (struct sockaddr *)sin, &len))
		fail("cannot bind");
	return fd;
}

#ifdef WITH_TCP
static struct evdns_server_port *listen_tcp(struct event_base *base, const struct sockaddr_in *sin)
{
	/* The port has its own callback for connections. */
	struct evconnlistener *listener = evconnlistener_new_bind(base, NULL, NULL,
	    LEV_OPT_CLOSE_ON_FREE | LEV_OPT_REUSEABLE, -1, (const struct sockaddr *)sin, sizeof(*sin));
	if (!listener)
		fail("cannot listen");
	return evdns_add_server_port_with_listener(base, listener, 0, on_request, NULL);
}
#endif

int main(int argc, char **argv)
{
	int number = argc == 2 ? atoi(argv[1]) : -1;
	struct evdns_server_port *ports[2] = {NULL, NULL};
	struct event_base *base;
	struct event *interrupt;
	struct sockaddr_in sin;
	int i;

	if (number < 0 || number > 65535) {
		fprintf(stderr, "usage: %s PORT\n", argv[0]);
		return 2;
	}
	base = event_base_new();
	if (!base)
		return 1;
	memset(&sin, 0, sizeof(sin));
	sin.sin_family = AF_INET;
	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	sin.sin_port = htons((unsigned short)number);
	ports[0] = evdns_add_server_port_with_base(base, bound(&sin), 0, on_request, NULL);
	if (!ports[0])
		fail("cannot serve");
#ifdef WITH_TCP
	ports[1] = listen_tcp(base, &sin);
	if (!ports[1])
		fail("cannot serve on TCP");
#endif
	interrupt = evsignal_new(base, SIGINT, on_interrupt, base);
	if (!interrupt || event_add(interrupt, NULL))
		return 1;
	printf("listening on port %d\n", ntohs(sin.sin_port));
	fflush(stdout);
	event_base_dispatch(base);

	event_free(interrupt);
	for (i = 0; i < 2; i++)
		if (ports[i])
			evdns_close_server_port(ports[i]);
	event_base_free(base);
	return 0;
}
