/* DNS servers in the test's own loop, whose answers the test writes, and a resolver that asks them.
 *
 * A server calls the test's function with each query; that may print it, answer it at once, keep it and
 * answer later, or not at all. A query that has been sent on the loopback interface is there at the next turn. */
#ifndef FAKE_H
#define FAKE_H

#include "util/inet.h"
#include <ctype.h>
#include <event2/dns.h>

enum { T_A = 1, T_NS = 2, T_CNAME = 5, T_SOA = 6, T_PTR = 12, T_TXT = 16, T_AAAA = 28, T_OPT = 41 };
enum { IN = 1, CH = 3 };
enum { ANSWER = 6, AUTHORITY = 8, ADDITIONAL = 10 }; /* where a section's number of records is */
enum { QR = 0x8000, AA = 0x400, TC = 0x200, RD = 0x100, RA = 0x80 };

struct message {
	int len;
	unsigned char bytes[4096];
};

struct query {
	struct fake *server;
	int number; /* 1 for the server's first */
	int id, flags, type, class;
	char name[1100], lower[1100]; /* as it came, and in lower case; "." for the root */
	struct message text;
	int question_end;
	struct sockaddr_in from;
	int tcp; /* the connection that it came through; 0 for UDP. See fake-tcp.h */
};

struct fake {
	const char *label;
	int fd, count;
	void (*answer)(struct query *q);
	struct event *event;
};

/* The head of a function that gets a server's queries: QUERIED(answer) { ... q ... } */
#define QUERIED(name) static void name(struct query *q)

/* --- messages --- */

T_UNUSED static void put8(struct message *m, int n) { m->bytes[m->len++] = n; }
T_UNUSED static void put16(struct message *m, int n) { put8(m, n >> 8), put8(m, n); }
T_UNUSED static void put32(struct message *m, long n) { put16(m, n >> 16), put16(m, n); }
T_UNUSED static void put(struct message *m, const void *data, int len)
{
	memcpy(m->bytes + m->len, data, len);
	m->len += len;
}
T_UNUSED static int get16(const struct message *m, int at) { return m->bytes[at] << 8 | m->bytes[at + 1]; }
T_UNUSED static void set16(struct message *m, int at, int n)
{
	m->bytes[at] = n >> 8;
	m->bytes[at + 1] = n;
}

T_UNUSED static void put_name(struct message *m, const char *name)
{
	while (*name) {
		int len = strcspn(name, ".");
		put8(m, len);
		put(m, name, len);
		name += len + (name[len] == '.');
	}
	put8(m, 0);
}

/* An answer to a query, with its question and no record yet. FLAGS are an rcode, TC and the like. */
T_UNUSED static struct message answer_to(const struct query *q, int flags)
{
	struct message m = { 0 };
	put(&m, q->text.bytes, q->question_end);
	set16(&m, 2, QR | RD | RA | flags);
	memset(m.bytes + 6, 0, 6);
	return m;
}

/* The start of a record up to its data. No owner: that of the question. */
T_UNUSED static void put_owner(struct message *m, int section, const char *owner, int type, int class,
    long ttl, int len)
{
	set16(m, section, get16(m, section) + 1);
	if (owner)
		put_name(m, owner);
	else
		put16(m, 0xc00c);
	put16(m, type);
	put16(m, class);
	put32(m, ttl);
	put16(m, len);
}

/* An A or AAAA record in the answer section. */
T_UNUSED static void put_address(struct message *m, const char *owner, long ttl, const char *text)
{
	unsigned char bytes[16];
	int is6 = strchr(text, ':') != NULL, len = is6 ? 16 : 4;
	CHECK(inet_pton(is6 ? AF_INET6 : AF_INET, text, bytes) == 1);
	put_owner(m, ANSWER, owner, is6 ? T_AAAA : T_A, IN, ttl, len);
	put(m, bytes, len);
}

/* A CNAME, PTR or NS record. */
T_UNUSED static void put_target(struct message *m, int section, const char *owner, int type, long ttl,
    const char *target)
{
	struct message name = { 0 };
	put_name(&name, target);
	put_owner(m, section, owner, type, IN, ttl, name.len);
	put(m, name.bytes, name.len);
}

/* A SOA record in the authority section, as in answers that say that there is nothing. */
T_UNUSED static void put_soa(struct message *m, const char *owner, long ttl, long minimum)
{
	struct message data = { 0 };
	put_name(&data, "ns.test");
	put_name(&data, "admin.test");
	for (int i = 1; i < 5; i++)
		put32(&data, i);
	put32(&data, minimum);
	put_owner(m, AUTHORITY, owner, T_SOA, IN, ttl, data.len);
	put(m, data.bytes, data.len);
}

/* --- servers --- */

T_UNUSED static void send_by(int fd, const struct query *q, const struct message *m)
{
	CHECK(sendto(fd, m->bytes, m->len, 0, (struct sockaddr *)&q->from, sizeof(q->from)) == m->len);
}
T_UNUSED static void send_to(const struct query *q, struct message m) { send_by(q->server->fd, q, &m); }
T_UNUSED static void send_rcode(const struct query *q, int rcode) { send_to(q, answer_to(q, rcode)); }

/* An answer with one address. */
T_UNUSED static void send_address(const struct query *q, const char *text)
{
	struct message m = answer_to(q, 0);
	put_address(&m, NULL, 60, text);
	send_to(q, m);
}

T_UNUSED static const char *type_name(int type)
{
	return type == T_A ? "A" : type == T_AAAA ? "AAAA" : type == T_PTR ? "PTR" : "another type";
}

T_UNUSED static void say_query(const struct query *q)
{
	SAY("%s is asked %s %s\n", q->server->label, type_name(q->type), q->lower);
}

/* Reads the question. What cannot be read is an error of the resolver. */
T_UNUSED static void parse_query(struct query *q)
{
	struct message *m = &q->text;
	int at = 12, out = 0;
	q->id = get16(m, 0);
	q->flags = get16(m, 2);
	CHECK(m->len > 16 && get16(m, 4) == 1 && get16(m, ANSWER) == 0);
	while (at < m->len && m->bytes[at]) {
		int len = m->bytes[at++];
		CHECK(len < 64 && at + len < m->len);
		if (out)
			q->name[out++] = '.';
		for (; len; len--, at++)
			out += sprintf(q->name + out, isgraph(m->bytes[at]) ? "%c" : "\\%03d", m->bytes[at]);
	}
	strcpy(q->name + out, out ? "" : ".");
	for (int i = 0; i <= out + 1; i++)
		q->lower[i] = tolower((unsigned char)q->name[i]);
	q->type = get16(m, at + 1);
	q->class = get16(m, at + 3);
	q->question_end = at + 5;
	CHECK(q->question_end <= m->len && q->class == IN);
}

T_UNUSED T_CALLBACK(on_queries)
{
	struct fake *server = arg;
	for (;;) {
		struct query q = { .server = server };
		socklen_t len = sizeof(q.from);
		q.text.len = recvfrom(fd, q.text.bytes, sizeof(q.text.bytes), MSG_DONTWAIT,
		    (struct sockaddr *)&q.from, &len);
		if (q.text.len < 0)
			return;
		q.number = ++server->count;
		parse_query(&q);
		if (server->answer)
			server->answer(&q);
	}
}

/* A nonblocking UDP socket on a free port. */
T_UNUSED static int udp_socket(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0 || bind_to(fd, 0)) {
		perror("bind");
		exit(2);
	}
	return fd;
}

T_UNUSED static struct fake *fake_new(struct event_base *base, const char *label,
    void (*answer)(struct query *))
{
	struct fake *server = calloc(1, sizeof(*server));
	server->label = label;
	server->answer = answer;
	server->fd = udp_socket();
	server->event = event_new(base, server->fd, EV_READ | EV_PERSIST, on_queries, server);
	event_add(server->event, NULL);
	return server;
}

T_UNUSED static void fake_free(struct fake *server)
{
	event_free(server->event);
	close(server->fd);
	free(server);
}

/* --- the resolver --- */

static struct event_base *base T_UNUSED;
static struct evdns_base *dns T_UNUSED;
static int results T_UNUSED; /* how often a callback was called */

T_UNUSED static void use(struct fake *server)
{
	struct sockaddr_in sin = loopback(port_of(server->fd));
	CHECK(evdns_base_nameserver_sockaddr_add(dns, (struct sockaddr *)&sin, sizeof(sin), 0) == 0);
}

/* A server of which there is but the address: what is open at 127.0.0.1 is not at 127.0.0.9. */
T_UNUSED static void use_closed(const struct fake *server)
{
	struct sockaddr_in sin = loopback(port_of(server->fd));
	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 8);
	CHECK(evdns_base_nameserver_sockaddr_add(dns, (struct sockaddr *)&sin, sizeof(sin), 0) == 0);
}

T_UNUSED static void set(const char *option, const char *value)
{
	CHECK(evdns_base_set_option(dns, option, value) == 0);
}

/* A base, a resolver and one server for it. */
T_UNUSED static struct fake *start(void (*answer)(struct query *))
{
	struct fake *server;
	base = event_base_new();
	dns = evdns_base_new(base, 0);
	server = fake_new(base, "server", answer);
	use(server);
	return server;
}

T_UNUSED static void end(struct fake *server)
{
	if (dns)
		evdns_base_free(dns, 0);
	fake_free(server);
	event_base_free(base);
	dns = NULL;
}

T_UNUSED static const char *dns_error(int err)
{
	static char text[20];
	switch (err) {
	case DNS_ERR_NONE: return "NONE";
	case DNS_ERR_FORMAT: return "FORMAT";
	case DNS_ERR_SERVERFAILED: return "SERVERFAILED";
	case DNS_ERR_NOTEXIST: return "NOTEXIST";
	case DNS_ERR_NOTIMPL: return "NOTIMPL";
	case DNS_ERR_REFUSED: return "REFUSED";
	case DNS_ERR_TRUNCATED: return "TRUNCATED";
	case DNS_ERR_UNKNOWN: return "UNKNOWN";
	case DNS_ERR_TIMEOUT: return "TIMEOUT";
	case DNS_ERR_SHUTDOWN: return "SHUTDOWN";
	case DNS_ERR_CANCEL: return "CANCEL";
	case DNS_ERR_NODATA: return "NODATA";
	}
	sprintf(text, "error %d", err);
	return text;
}

/* The head of a request's callback: RESOLVED(done) { ... result, type, count, ttl, addresses, arg ... } */
#define RESOLVED(name) static void name(int result, char type, int count, int ttl, void *addresses, void *arg)

/* The usual one: prints all that it gets; its argument is a text to begin with. */
T_UNUSED RESOLVED(say_result)
{
	results++;
	SAY("%s: %s", (const char *)arg, dns_error(result));
	if (type || count || ttl)
		SAY(", type %d, count %d, ttl %d", type, count, ttl);
	for (int i = 0; addresses && i < count; i++) {
		char text[INET6_ADDRSTRLEN] = "?";
		if (type == DNS_IPv4_A)
			inet_ntop(AF_INET, (char *)addresses + 4 * i, text, sizeof(text));
		if (type == DNS_IPv6_AAAA)
			inet_ntop(AF_INET6, (char *)addresses + 16 * i, text, sizeof(text));
		SAY(" %s", type == DNS_PTR ? ((char **)addresses)[i] : text);
	}
	SAY("\n");
}

/* The loop until callbacks have been called N times, or servers asked. */
T_UNUSED static void until(const int *number, int n)
{
	while (*number < n)
		if (!CHECK(event_base_loop(base, EVLOOP_ONCE) == 0))
			exit(t_result());
}

/* Asks for the addresses of a name, and waits for them. */
T_UNUSED static void ask(const char *name)
{
	CHECK(evdns_base_resolve_ipv4(dns, name, 0, say_result, (void *)name) != NULL);
	until(&results, results + 1);
}

/* The loop for some time: for showing that nothing happens. */
T_UNUSED static void pass(long ms)
{
	event_base_loopexit(base, MS(ms));
	event_base_dispatch(base);
}

/* What is ready now, and what follows from it at once. */
T_UNUSED static void turns(void)
{
	for (int i = 0; i < 10; i++)
		event_base_loop(base, EVLOOP_NONBLOCK);
}

#endif
