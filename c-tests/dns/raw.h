/* DNS messages byte by byte: queries to a server port, and what comes back as text.
 *
 * All is on one processor, so that the loopback interface keeps packets in their order. ask() sends, after the query,
 * one for the name END: when that is answered, everything before it has been, or never will be. */
#ifndef RAW_H
#define RAW_H

#include "util/inet.h"
#include <event2/dns.h>
#include <event2/dns_struct.h>
#include <sched.h>

struct message {
	unsigned char at[65536];
	int len; /* of a reply: -1 when there is none */
};

/* ---- writing a message ---- */

T_UNUSED static void put(struct message *m, const void *bytes, int n)
{
	memcpy(m->at + m->len, bytes, n);
	m->len += n;
}

T_UNUSED static void put16(struct message *m, unsigned n)
{
	unsigned char two[2] = { n >> 8, n & 255 };
	put(m, two, 2);
}

#define RD 0x0100

/* The header: id, flags, and the numbers of records in each section. */
T_UNUSED static void put_header(struct message *m, unsigned id, unsigned flags, int questions, int additional)
{
	m->len = 0;
	put16(m, id);
	put16(m, flags);
	put16(m, questions);
	put16(m, 0);
	put16(m, 0);
	put16(m, additional);
}

/* A name: labels between dots, and the empty one. */
T_UNUSED static void put_name(struct message *m, const char *name)
{
	while (*name) {
		unsigned char n = strcspn(name, ".");
		put(m, &n, 1);
		put(m, name, n);
		name += n + (name[n] == '.');
	}
	put(m, "", 1);
}

T_UNUSED static void put_question(struct message *m, const char *name, int type, int class)
{
	put_name(m, name);
	put16(m, type);
	put16(m, class);
}

/* A usual query. Returns its argument. */
T_UNUSED static struct message *query(struct message *m, const char *name, int type)
{
	put_header(m, 0x1234, RD, 1, 0);
	put_question(m, name, type, EVDNS_CLASS_INET);
	return m;
}

/* ---- reading one ---- */

T_UNUSED static int get16(const struct message *m, int i)
{
	return i + 2 <= m->len ? m->at[i] << 8 | m->at[i + 1] : -1;
}

/* Prints the name at I and returns what is after it; -1 if it is a bad one. */
T_UNUSED static int say_name(const struct message *m, int i)
{
	int after = -1, jumps = 0;
	for (; i < m->len && m->at[i]; i += m->at[i] + 1) {
		while (i + 1 < m->len && m->at[i] >= 0xc0 && jumps++ < 20) {
			after = after < 0 ? i + 2 : after;
			i = get16(m, i) & 0x3fff;
		}
		if (i >= m->len || m->at[i] > 63 || i + m->at[i] >= m->len)
			return -1;
		if (m->at[i] == 0)
			break;
		SAY("%.*s.", m->at[i], m->at + i + 1);
	}
	if (i >= m->len)
		return -1;
	return after < 0 ? i + 1 : after;
}

/* Bytes as hexadecimal digits, 32 to a line. */
T_UNUSED static void say_hex(const unsigned char *at, int n)
{
	for (int i = 0; i < n; i++)
		SAY("%s%02x%s", i % 32 ? "" : "\t", at[i], i % 32 == 31 || i == n - 1 ? "\n" : i % 4 == 3 ? " " : "");
}

/* The record at I, a question's without data. Returns what is after it; -1 if it is a bad one. */
T_UNUSED static int say_record(const struct message *m, int i, int section)
{
	static const char *const names[] = { "question", "answer", "authority", "additional" };
	int n;
	SAY("\t%s ", names[section]);
	i = say_name(m, i);
	if (i < 0 || i + (section ? 10 : 4) > m->len) {
		SAY(" (bad)\n");
		return -1;
	}
	SAY(" type %d class %d", get16(m, i), get16(m, i + 2));
	if (section == 0) {
		SAY("\n");
		return i + 4;
	}
	n = get16(m, i + 8);
	SAY(" ttl %d, %d bytes", get16(m, i + 4) << 16 | get16(m, i + 6), n);
	i += 10;
	if (i + n > m->len) {
		SAY(" (bad)\n");
		return -1;
	}
	SAY("\n");
	say_hex(m->at + i, n);
	return i + n;
}

T_UNUSED static void say_header(const struct message *m)
{
	if (m->len < 0) {
		SAY("no reply\n");
		return;
	}
	SAY("%d bytes, flags %04x, records %d %d %d %d\n", m->len, get16(m, 2), get16(m, 4), get16(m, 6), get16(m, 8),
	    get16(m, 10));
}

/* The header, and every record. */
T_UNUSED static void say_records(const struct message *m)
{
	int i = 12, section, n;
	say_header(m);
	for (section = 0; section < 4 && m->len >= 12 && i >= 0; section++)
		for (n = get16(m, 4 + 2 * section); n > 0 && i >= 0; n--)
			i = say_record(m, i, section);
	if (i >= 12 && m->len > i)
		SAY("\tand %d bytes more\n", m->len - i);
}

/* All bytes but the id. */
T_UNUSED static void say_bytes(const struct message *m)
{
	say_header(m);
	if (m->len > 2)
		say_hex(m->at + 2, m->len - 2);
}

/* ---- a server port, and a client of it ---- */

#define END "end.of.it"
#define END_ID 0xedd0

static struct event_base *base T_UNUSED;
static struct evdns_server_port *port T_UNUSED; /* NULL once a test has closed it */
static int server T_UNUSED, client T_UNUSED; /* sockets */
static evdns_request_callback_fn_type server_cb T_UNUSED;

#define REQUEST(name) static void name(struct evdns_server_request *req, void *arg)

/* A nonblocking UDP socket on a free port of 127.0.0.1. */
T_UNUSED static int udp_socket(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0 || bind_to(fd, 0)) {
		perror("a UDP socket");
		exit(2);
	}
	return fd;
}

T_UNUSED REQUEST(on_request)
{
	if (req->nquestions && !strcmp(req->questions[0]->name, END))
		CHECK(evdns_server_request_respond(req, DNS_ERR_REFUSED) == 0);
	else
		server_cb(req, arg);
}

/* What is sent over the loopback interface has arrived then when the call returns. */
T_UNUSED static void use_one_processor(void)
{
	cpu_set_t one;
	CPU_ZERO(&one);
	CPU_SET(sched_getcpu(), &one);
	CHECK(sched_setaffinity(0, sizeof(one), &one) == 0);
}

/* Starts all of them. CB gets ARG. */
T_UNUSED static void serve(evdns_request_callback_fn_type cb, void *arg)
{
	use_one_processor();
	base = event_base_new();
	server = udp_socket();
	client = udp_socket();
	CHECK(connect_to(client, port_of(server)) == 0);
	server_cb = cb;
	port = evdns_add_server_port_with_base(base, server, 0, on_request, arg);
	CHECK(port != NULL);
}

T_UNUSED static void stop(void)
{
	if (port)
		evdns_close_server_port(port);
	port = NULL;
	event_base_free(base);
	close(client);
}

T_UNUSED static void send_message(const struct message *m)
{
	CHECK(send(client, m->at, m->len, 0) == m->len);
}

/* Takes the next message of the client's socket, and runs the loop until there is one. */
T_UNUSED static struct message *receive(struct message *m)
{
	while ((m->len = recv(client, m->at, sizeof(m->at), 0)) < 0)
		event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK);
	return m;
}

/* Asks, and returns the answer, if there is one. Another answer is a failure. */
T_UNUSED static struct message *ask(const struct message *m)
{
	static struct message reply, end;
	put_header(&end, END_ID, 0, 1, 0);
	put_question(&end, END, EVDNS_TYPE_A, EVDNS_CLASS_INET);
	send_message(m);
	send_message(&end);
	if (get16(receive(&reply), 0) == END_ID)
		reply.len = -1;
	else
		CHECK(get16(receive(&end), 0) == END_ID);
	return &reply;
}

#endif
