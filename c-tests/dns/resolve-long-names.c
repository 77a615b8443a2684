// run: once
// on: ours
// No name is longer than 255 bytes on the wire, which are 253 of text: longer ones are refused, and left out of
// searches. In text a backslash stands before dots and backslashes within labels, and before 000 for a NUL byte.
#include "fake.h"

static struct query asked;
static int lengths[4], queries; /* of the names asked for */

QUERIED(unknown)
{
	asked = *q;
	lengths[queries++ % 4] = strlen(q->name);
	send_rcode(q, DNS_ERR_NOTEXIST);
}

/* Labels of 49 bytes, and a last one, to make a name of N bytes. */
static const char *name_of(int n)
{
	static char text[400];
	for (int i = 0; i < n; i++)
		text[i] = i % 50 == 49 ? '.' : 'a' + i % 26;
	text[n] = 0;
	return text;
}

RESOLVED(check_unknown)
{
	results++;
	CHECK(result == DNS_ERR_NOTEXIST);
}

/* How many names are asked for; -1 if the name is refused. */
static int search(const char *name)
{
	queries = 0;
	if (!evdns_base_resolve_ipv4(dns, name, 0, check_unknown, NULL))
		return -1;
	until(&results, results + 1);
	return queries;
}

static void long_names(void)
{
	char dotted[400];
	CHECK(search(name_of(253)) == 1 && lengths[0] == 253);
	for (int n = 254; n < 258; n++)
		CHECK(search(name_of(n)) == -1);
	sprintf(dotted, "%s.", name_of(253));
	CHECK(search(dotted) == 1 && lengths[0] == 253);
	sprintf(dotted, "%s.", name_of(254));
	CHECK(search(dotted) == -1);
}

static void searches(void)
{
	evdns_base_search_add(dns, name_of(201));
	evdns_base_search_add(dns, name_of(300)); /* these two are no names */
	evdns_base_search_add(dns, "a..b");
	CHECK(search("a") == 2 && lengths[0] == 203 && lengths[1] == 1);
	CHECK(search(name_of(49)) == 2 && lengths[0] == 251 && lengths[1] == 49);
	/* just short enough in the domain, and too long */
	CHECK(search(name_of(51)) == 2 && lengths[0] == 51 && lengths[1] == 253);
	CHECK(search(name_of(52)) == 1 && lengths[0] == 52);
	evdns_base_search_clear(dns);
	evdns_base_search_add(dns, name_of(253));
	CHECK(search("a") == 1 && lengths[0] == 1);
	evdns_base_search_clear(dns);
}

/* What a name is on the wire; the root's length, too, is part of it. */
static void check_wire(const char *name, const char *wire, int len)
{
	CHECK(search(name) == 1);
	CHECK(asked.question_end == 12 + len + 4 && memcmp(asked.text.bytes + 12, wire, len) == 0);
}
#define WIRE(name, wire) check_wire(name, wire, sizeof(wire))

static const char *target;
static int target_len;

QUERIED(answer_ptr)
{
	struct message m = answer_to(q, 0);
	put_owner(&m, ANSWER, NULL, T_PTR, IN, 9, target_len);
	put(&m, target, target_len);
	send_to(q, m);
}

RESOLVED(check_text)
{
	results++;
	if (!CHECK(result == DNS_ERR_NONE && type == DNS_PTR && !strcmp(*(char **)addresses, arg)))
		SAY("%s\n", *(char **)addresses);
}

static void check_ptr(const char *wire, int len, const char *text)
{
	struct in_addr in = { 0 };
	target = wire;
	target_len = len;
	evdns_base_resolve_reverse(dns, &in, 0, check_text, (void *)text);
	until(&results, results + 1);
}
#define PTR(wire, text) check_ptr(wire, sizeof(wire), text)

int main(void)
{
	struct fake *server = start(unknown);

	set("randomize-case", "0");
	long_names();
	searches();
	WIRE("a\\.b.c", "\3a.b\1c");
	WIRE("a\\\\b", "\3a\\b");
	WIRE("a\\000b.", "\3a\0b");
	WIRE("a\\b.\\00", "\3a\\b\3\\00"); /* escapes nothing */
	WIRE("a\\", "\2a\\");
	WIRE("a\\..", "\2a.");
	CHECK(search("a\\...") == -1);
	server->answer = answer_ptr;
	PTR("\3a.b\1c", "a\\.b.c");
	PTR("\4a\\.b", "a\\\\\\.b");
	PTR("\3\0a\0\1b", "\\000a\\000.b");
	PTR("\3 \200\377", " \200\377");
	end(server);
	return t_result();
}
