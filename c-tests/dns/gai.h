/* A name server of the test's own, in the same loop, that answers A and AAAA of a name as it is told; and what
 * comes of a getaddrinfo, as text. */
#ifndef GAI_H
#define GAI_H

#include "util/lookup.h"
#include "util/inet.h"
#include <ctype.h>
#include <event2/dns.h>

/* The record types, as indices of what the server keeps for each. */
enum { A, AAAA };

struct fake_rule {
	char name[260];
	const char *say[2];
	int released[2];
};

struct fake_query {
	unsigned char bytes[600];
	int end; /* of the question */
	int type;
	char name[260]; /* lower case */
	struct sockaddr_in6 from;
	socklen_t from_len;
};

struct fake {
	int fd;
	struct event *ev;
	struct fake_rule rules[200];
	int rule_count;
	struct fake_query held[200];
	int held_count;
	/* The names that were asked for. A and AAAA apart: which of them comes first is not told. */
	char log[2][8000];
};

/* How the server answers queries of NAME, in words:
 *   1.2.3.4 or 1::2    a record with this address
 *   cname:OTHER        a record that says that the name is another's alias; more records are of that one
 *   ttl:SECONDS        for the records that follow, instead of 0, with which nothing is kept; one digit
 *   empty              a record of type A with no address in it
 *   nxdomain servfail refused
 *   hold               as the rest says, but not before fake_release
 *   silent             nothing
 * Other names do not exist. */
T_UNUSED static void fake_rule(struct fake *fake, const char *name, const char *a, const char *aaaa)
{
	struct fake_rule *rule = &fake->rules[fake->rule_count++];
	CHECK(fake->rule_count < 200);
	strcpy(rule->name, name);
	rule->say[A] = a;
	rule->say[AAAA] = aaaa;
}

/* Appends the bytes of a name. */
T_UNUSED static int fake_put_name(unsigned char *out, const char *name)
{
	int len = 0;
	for (const char *label = name; *label; label += strcspn(label, "."), label += *label == '.') {
		size_t n = strcspn(label, ".");
		out[len++] = (unsigned char)n;
		memcpy(out + len, label, n);
		len += (int)n;
	}
	out[len++] = 0;
	return len;
}

/* Appends a record of the name that begins at byte OWNER. */
T_UNUSED static int fake_put_record(unsigned char *out, int owner, int type, int ttl, const void *data, int n)
{
	const unsigned char head[12] = { (unsigned char)(0xc0 | owner >> 8), (unsigned char)owner, 0,
		(unsigned char)type, 0, 1, 0, 0, 0, (unsigned char)ttl, 0, (unsigned char)n };
	memcpy(out, head, 12);
	memcpy(out + 12, data, (size_t)n);
	return 12 + n;
}

T_UNUSED static void fake_answer(struct fake *fake, struct fake_query *query, const char *say)
{
	unsigned char *bytes = query->bytes, data[260];
	int len = query->end, owner = 12, count = 0, rcode = 0, ttl = 0;
	char words[500], *word, *rest;
	strcpy(words, say);
	for (word = strtok_r(words, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		if (!strcmp(word, "silent"))
			return;
		if (!strcmp(word, "hold"))
			continue;
		if (!strcmp(word, "nxdomain")) {
			rcode = 3;
		} else if (!strcmp(word, "servfail")) {
			rcode = 2;
		} else if (!strcmp(word, "refused")) {
			rcode = 5;
		} else if (!strncmp(word, "ttl:", 4)) {
			ttl = word[4] - '0';
		} else if (!strcmp(word, "empty")) {
			len += fake_put_record(bytes + len, owner, 1, ttl, data, 0);
			count++;
		} else if (!strncmp(word, "cname:", 6)) {
			int n = fake_put_name(data, word + 6);
			int next = len + 12;
			len += fake_put_record(bytes + len, owner, 5, ttl, data, n);
			owner = next;
			count++;
		} else if (inet_pton(AF_INET, word, data) == 1) {
			len += fake_put_record(bytes + len, owner, 1, ttl, data, 4);
			count++;
		} else if (CHECK(inet_pton(AF_INET6, word, data) == 1)) {
			len += fake_put_record(bytes + len, owner, 28, ttl, data, 16);
			count++;
		}
	}
	bytes[2] = 0x85; /* an answer, with authority, recursion desired */
	bytes[3] = (unsigned char)(0x80 | rcode);
	bytes[6] = bytes[8] = bytes[9] = bytes[10] = bytes[11] = 0;
	bytes[7] = (unsigned char)count;
	sendto(fake->fd, bytes, (size_t)len, 0, (struct sockaddr *)&query->from, query->from_len);
}

T_UNUSED static struct fake_rule *fake_rule_of(struct fake *fake, const char *name)
{
	for (int i = 0; i < fake->rule_count; i++)
		if (!strcmp(fake->rules[i].name, name))
			return &fake->rules[i];
	return NULL;
}

/* Reads the question. Returns 0 if it is not about an address. */
T_UNUSED static int fake_question(struct fake_query *query, int len)
{
	int at = 12, out = 0;
	while (at < len && query->bytes[at]) {
		for (int n = query->bytes[at++]; n > 0; n--)
			query->name[out++] = (char)tolower(query->bytes[at++]);
		query->name[out++] = '.';
	}
	query->name[out ? out - 1 : 0] = 0;
	query->end = at + 5;
	query->type = query->bytes[at + 2] == 28 ? AAAA : A;
	return query->end <= len && (query->bytes[at + 2] == 1 || query->bytes[at + 2] == 28);
}

T_CALLBACK(fake_read)
{
	struct fake *fake = arg;
	for (;;) {
		struct fake_query *query = &fake->held[fake->held_count];
		const struct fake_rule *rule;
		char *log;
		ssize_t len;
		query->from_len = sizeof query->from;
		len = recvfrom(fd, query->bytes, 512, MSG_DONTWAIT, (struct sockaddr *)&query->from,
		    &query->from_len);
		if (len < 0)
			break;
		if (!CHECK(fake_question(query, (int)len)))
			continue;
		log = fake->log[query->type];
		snprintf(log + strlen(log), sizeof *fake->log - strlen(log), " %s", query->name);
		rule = fake_rule_of(fake, query->name);
		if (!rule || strncmp(rule->say[query->type], "hold", 4) || rule->released[query->type])
			fake_answer(fake, query, rule ? rule->say[query->type] : "nxdomain");
		else if (CHECK(fake->held_count < 199))
			fake->held_count++;
	}
}

/* How many queries of NAME are held. */
T_UNUSED static int fake_holds(struct fake *fake, const char *name, int type)
{
	int n = 0;
	for (int i = 0; i < fake->held_count; i++)
		n += fake->held[i].type == type && !strcmp(fake->held[i].name, name);
	return n;
}

/* Answers the queries of NAME that are held, and from now on all others at once. */
T_UNUSED static void fake_release(struct fake *fake, const char *name, int type)
{
	struct fake_rule *rule = fake_rule_of(fake, name);
	rule->released[type] = 1;
	for (int i = fake->held_count - 1; i >= 0; i--) {
		struct fake_query *query = &fake->held[i];
		if (query->type != type || strcmp(query->name, name))
			continue;
		fake_answer(fake, query, rule->say[type]);
		*query = fake->held[--fake->held_count];
	}
}

/* Prints what was asked for since the last time. */
T_UNUSED static void fake_say_log(struct fake *fake)
{
	SAY(" asked: A%s; AAAA%s\n", fake->log[A][0] ? fake->log[A] : " -",
	    fake->log[AAAA][0] ? fake->log[AAAA] : " -");
	fake->log[A][0] = fake->log[AAAA][0] = 0;
}

T_UNUSED static struct fake *fake_new(struct event_base *base)
{
	struct fake *fake = calloc(1, sizeof *fake);
	fake->fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fake->fd < 0 || bind_to(fake->fd, 0)) {
		perror("fake_new");
		exit(2);
	}
	fake->ev = event_new(base, fake->fd, EV_READ | EV_PERSIST, fake_read, fake);
	event_add(fake->ev, NULL);
	return fake;
}

T_UNUSED static void fake_free(struct fake *fake)
{
	event_free(fake->ev);
	close(fake->fd);
	free(fake);
}

/* Makes FAKE a name server of DNS. */
T_UNUSED static void fake_serve(struct fake *fake, struct evdns_base *dns)
{
	struct sockaddr_in sin = loopback(port_of(fake->fd));
	CHECK(evdns_base_nameserver_sockaddr_add(dns, (struct sockaddr *)&sin, sizeof sin, 0) == 0);
}

/* A resolver that asks FAKE. */
T_UNUSED static struct evdns_base *fake_resolver(struct event_base *base, struct fake *fake)
{
	struct evdns_base *dns = evdns_base_new(base, 0);
	fake_serve(fake, dns);
	return dns;
}

/* What has come of a getaddrinfo. */
struct gai {
	int calls, result;
	struct evutil_addrinfo *list;
};

T_UNUSED static void gai_done(int result, struct evutil_addrinfo *list, void *arg)
{
	struct gai *gai = arg;
	gai->calls++;
	gai->result = result;
	CHECK(result == 0 || !list);
	if (gai->list)
		evutil_freeaddrinfo(gai->list);
	gai->list = list;
}

/* The list as text, in short: addresses, and the canonical name if there is one. */
T_UNUSED static const char *gai_list(const struct evutil_addrinfo *list)
{
	static char text[4000];
	int len = 0;
	for (text[0] = 0; list; list = list->ai_next) {
		char address[INET6_ADDRSTRLEN];
		const struct sockaddr_in *in = (const struct sockaddr_in *)list->ai_addr;
		const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)list->ai_addr;
		len += sprintf(text + len, " %s", inet_ntop(list->ai_family, list->ai_family == AF_INET ?
		    (const void *)&in->sin_addr : &in6->sin6_addr, address, sizeof address));
		if (list->ai_canonname)
			len += sprintf(text + len, " (%s)", list->ai_canonname);
	}
	return text;
}

/* Prints what has come, and makes GAI ready for another time. */
T_UNUSED static void gai_say(struct gai *gai)
{
	if (gai->calls == 0)
		SAY("nothing yet\n");
	else
		SAY("%s%s%s\n", error_name(gai->result), gai_list(gai->list),
		    gai->calls == 1 ? "" : ", more than one call");
	if (gai->list)
		evutil_freeaddrinfo(gai->list);
	memset(gai, 0, sizeof *gai);
}

/* Looks NODE up, and runs the loop until the answer is there. Prints it, and whether it came within the call. */
T_UNUSED static void gai_get(struct event_base *base, struct evdns_base *dns, struct gai *gai, const char *node,
    const char *service, const struct evutil_addrinfo *hints)
{
	struct evdns_getaddrinfo_request *request;
	memset(gai, 0, sizeof *gai);
	request = evdns_getaddrinfo(dns, node, service, hints, gai_done, gai);
	CHECK((request == NULL) == (gai->calls == 1));
	SAY("%s, %s: %s", node ? node : "NULL", service ? service : "NULL", gai->calls ? "at once " : "");
	while (!gai->calls && CHECK(event_base_loop(base, EVLOOP_ONCE) == 0))
		;
}

T_UNUSED static void gai_look_up(struct event_base *base, struct evdns_base *dns, const char *node,
    const char *service, const struct evutil_addrinfo *hints)
{
	struct gai gai;
	gai_get(base, dns, &gai, node, service, hints);
	gai_say(&gai);
}

/* The same, and all that is in the list. */
T_UNUSED static void gai_look_up_all(struct event_base *base, struct evdns_base *dns, const char *node,
    const char *service, const struct evutil_addrinfo *hints)
{
	struct gai gai;
	gai_get(base, dns, &gai, node, service, hints);
	SAY("%s\n", error_name(gai.result));
	say_list(gai.list);
	if (gai.list)
		evutil_freeaddrinfo(gai.list);
}

/* Stream sockets of FAMILY, with FLAGS. */
T_UNUSED static struct evutil_addrinfo gai_hints(int family, int flags)
{
	struct evutil_addrinfo hints;
	memset(&hints, 0, sizeof hints);
	hints.ai_family = family;
	hints.ai_socktype = SOCK_STREAM;
	hints.ai_flags = flags;
	return hints;
}

/* Runs until nothing is ready any more. */
T_UNUSED static void gai_settle(struct event_base *base)
{
	for (int i = 0; i < 10; i++)
		CHECK(event_base_loop(base, EVLOOP_NONBLOCK) >= 0);
}

/* Writes a file in the test's own directory. */
T_UNUSED static void put_bytes(const char *path, const char *bytes, size_t len)
{
	FILE *file = fopen(path, "w");
	if (!file || fwrite(bytes, 1, len, file) != len || fclose(file)) {
		perror(path);
		exit(2);
	}
}

T_UNUSED static void put_file(const char *path, const char *text) { put_bytes(path, text, strlen(text)); }

/* How far a look-up of NAME, whose answers are held, has come: the types (bits) whose answers have been taken in, in
 * the order A, AAAA, and then those whose answers have been sent and wait to be read. */
struct gai_stage {
	const char *what;
	int taken, waiting;
};

static const struct gai_stage gai_stages[] T_UNUSED = {
	{ "nothing answered", 0, 0 }, { "A answered", 1 << A, 0 }, { "AAAA answered", 1 << AAAA, 0 },
	{ "A answered, AAAA arrived", 1 << A, 1 << AAAA }, { "AAAA answered, A arrived", 1 << AAAA, 1 << A },
	{ "both arrived", 0, 1 << A | 1 << AAAA },
};
#define GAI_STAGES (int)(sizeof gai_stages / sizeof *gai_stages)

/* Brings a look-up of NAME that has just begun to STAGE. */
T_UNUSED static void gai_take(struct event_base *base, struct fake *fake, const char *name,
    const struct gai_stage *stage)
{
	for (int waiting = 0; waiting < 2; waiting++) {
		gai_settle(base);
		for (int type = A; type <= AAAA; type++)
			if ((waiting ? stage->waiting : stage->taken) & 1 << type)
				fake_release(fake, name, type);
	}
}

/* Begins a look-up of NAME and brings it to STAGE. */
T_UNUSED static struct evdns_getaddrinfo_request *gai_begin(struct event_base *base, struct fake *fake,
    struct evdns_base *dns, const char *name, int family, const struct gai_stage *stage, struct gai *gai)
{
	struct evutil_addrinfo hints = gai_hints(family, 0);
	struct evdns_getaddrinfo_request *request;
	memset(fake_rule_of(fake, name)->released, 0, sizeof fake->rules->released);
	request = evdns_getaddrinfo(dns, name, "80", &hints, gai_done, gai);
	CHECK(request != NULL);
	gai_take(base, fake, name, stage);
	CHECK(gai->calls == 0);
	return request;
}

#endif
