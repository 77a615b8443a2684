// run: once
// on: ours
// Records of every type: how they are given, and what is refused or malformed.
#include "fake.h"
#include <event2/dns_record.h>

static const unsigned char *data; /* of the record that is the answer */
static int data_len, expected_type, rcode, with_alias;
static struct query asked;

QUERIED(answer)
{
	struct message m = answer_to(q, rcode);
	asked = *q;
	if (with_alias)
		put_target(&m, ANSWER, NULL, T_CNAME, 0x80000000, "real.test");
	if (data) {
		put_owner(&m, ANSWER, NULL, expected_type, IN, 300, data_len);
		put(&m, data, data_len);
	}
	/* not the program's business */
	put_soa(&m, "test", 70, 60);
	send_to(q, m);
}

static int error, given;
static void (*look)(const struct evdns_record *r);

static void check(int result, int count, const struct evdns_record *records, void *arg)
{
	results++;
	error = result;
	given = count;
	CHECK(arg == &results && (records != NULL) == (count > 0));
	if (count > 0 && look) {
		const struct evdns_record *r = &records[count - 1];
		CHECK(!strcmp(r->name, "name.test") && r->type == expected_type && r->ttl == 300);
		CHECK(r->raw_len == (size_t)data_len && !memcmp(r->raw, data, data_len));
		look(r);
	}
	if (with_alias && count > 0)
		CHECK(records[0].type == EVDNS_TYPE_CNAME && !strcmp(records[0].data.name, "real.test") &&
		    !strcmp(records[0].name, "name.test") && records[0].ttl == 0);
}

static void ask_record(int type)
{
	CHECK(evdns_base_resolve_record(dns, "name.test", type, 0, check, &results) != NULL);
	until(&results, results + 1);
	CHECK(asked.type == type && !strcmp(asked.lower, "name.test"));
}

static void try(int type, void (*fn)(const struct evdns_record *r), const void *bytes, int len)
{
	expected_type = type;
	data = bytes;
	data_len = len;
	look = fn;
	ask_record(type);
	if (!CHECK(error == DNS_ERR_NONE && given == 1 + with_alias))
		SAY("type %d\n", type);
}
#define TRY(type, fn, bytes) try(type, fn, bytes, sizeof(bytes) - 1)

static void malformed(int type, const void *bytes, int len)
{
	expected_type = type;
	data = bytes;
	data_len = len;
	ask_record(type);
	if (!CHECK(error == DNS_ERR_UNKNOWN && given == 0))
		SAY("type %d, %d bytes\n", type, len);
}
#define MALFORMED(type, bytes) malformed(type, bytes, sizeof(bytes) - 1)

static void a(const struct evdns_record *r) { CHECK(!memcmp(r->data.a, "\1\2\3\4", 4)); }
static void aaaa(const struct evdns_record *r) { CHECK(!memcmp(r->data.aaaa, "abcdefghijklmnop", 16)); }
static void target(const struct evdns_record *r) { CHECK(!strcmp(r->data.name, "X.name.test")); }

static void mx(const struct evdns_record *r)
{
	CHECK(r->data.mx.preference == 0xffff && !strcmp(r->data.mx.exchange, "m\\.x"));
}

static void srv(const struct evdns_record *r)
{
	CHECK(r->data.srv.priority == 1 && r->data.srv.weight == 2 && r->data.srv.port == 65000);
	CHECK(!strcmp(r->data.srv.target, ""));
}

static void soa(const struct evdns_record *r)
{
	const struct evdns_record_soa *s = &r->data.soa;
	CHECK(!strcmp(s->server, "ns.name.test") && !strcmp(s->mailbox, "a\\.b.name.test"));
	CHECK(s->serial == 0xffffffff && s->refresh == 2 && s->retry == 3 && s->expire == 4 && s->minimum == 5);
}

static void txt(const struct evdns_record *r)
{
	CHECK(r->data.txt.count == 3 && !memcmp(r->data.txt.strings, "\2ab\0\1\0", 6));
}

static void caa(const struct evdns_record *r)
{
	const struct evdns_record_caa *c = &r->data.caa;
	CHECK(c->flags == 128 && c->tag_len == 5 && !memcmp(c->tag, "issue", 5));
	CHECK(c->value_len == 7 && !memcmp(c->value, "ca.test", 7));
}

static void no_value(const struct evdns_record *r) { CHECK(r->data.caa.tag_len == 3 && r->data.caa.value_len == 0); }
static void other(const struct evdns_record *r) {}

static void refused(void)
{
	static char long_name[300];
	int before = results;
	memset(long_name, 'a', 64);
	CHECK(evdns_base_resolve_record(NULL, "a", 1, 0, check, NULL) == NULL);
	CHECK(evdns_base_resolve_record(dns, NULL, 1, 0, check, NULL) == NULL);
	CHECK(evdns_base_resolve_record(dns, "a", -1, 0, check, NULL) == NULL);
	CHECK(evdns_base_resolve_record(dns, "a", 65536, 0, check, NULL) == NULL);
	CHECK(evdns_base_resolve_record(dns, long_name, 1, 0, check, NULL) == NULL);
	CHECK(evdns_base_resolve_record(dns, "a..b", 1, 0, check, NULL) == NULL);
	turns();
	CHECK(results == before && asked.number == 0);
}

static void errors(void)
{
	look = NULL;
	data = NULL;
	ask_record(EVDNS_TYPE_MX);
	CHECK(error == DNS_ERR_NODATA && given == 0);
	rcode = DNS_ERR_NOTEXIST;
	ask_record(EVDNS_TYPE_MX);
	CHECK(error == DNS_ERR_NOTEXIST && given == 0);
	rcode = DNS_ERR_FORMAT;
	ask_record(EVDNS_TYPE_MX);
	CHECK(error == DNS_ERR_FORMAT && given == 0);
	rcode = 0;
	CHECK(evdns_base_resolve_record(dns, "name.test", 1, 0, NULL, NULL) != NULL);
	evdns_cancel_request(dns, evdns_base_resolve_record(dns, "name.test", 1, 0, check, &results));
	until(&results, results + 1);
	CHECK(error == DNS_ERR_CANCEL && given == 0);
}

int main(void)
{
	struct fake *server = start(answer);

	set("randomize-case", "0");
	refused();
	for (with_alias = 0; with_alias < 2; with_alias++) {
		TRY(EVDNS_TYPE_A, a, "\1\2\3\4");
		TRY(EVDNS_TYPE_AAAA, aaaa, "abcdefghijklmnop");
		TRY(EVDNS_TYPE_NS, target, "\1X\xc0\x0c");
		TRY(EVDNS_TYPE_PTR, target, "\1X\xc0\x0c");
		TRY(EVDNS_TYPE_MX, mx, "\377\377\3m.x\0");
		TRY(EVDNS_TYPE_SRV, srv, "\0\1\0\2\375\350\0");
		TRY(EVDNS_TYPE_SOA, soa,
		    "\2ns\xc0\x0c\3a.b\xc0\x0c\377\377\377\377\0\0\0\2\0\0\0\3\0\0\0\4\0\0\0\5");
		TRY(EVDNS_TYPE_TXT, txt, "\2ab\0\1\0");
		TRY(EVDNS_TYPE_CAA, caa, "\200\5issueca.test");
		TRY(EVDNS_TYPE_CAA, no_value, "\0\3tag");
		TRY(65280, other, "anything");
		TRY(65280, other, "");
	}
	with_alias = 0;
	TRY(EVDNS_TYPE_CNAME, target, "\1X\xc0\x0c");
	errors();
	MALFORMED(EVDNS_TYPE_A, "\1\2\3");
	MALFORMED(EVDNS_TYPE_A, "\1\2\3\4\1\2\3\4"); /* one address */
	MALFORMED(EVDNS_TYPE_AAAA, "\1\2\3\4");
	MALFORMED(EVDNS_TYPE_NS, "");
	MALFORMED(EVDNS_TYPE_CNAME, "\1x\0\0");
	MALFORMED(EVDNS_TYPE_PTR, "\xff\xff");
	MALFORMED(EVDNS_TYPE_MX, "\0");
	MALFORMED(EVDNS_TYPE_MX, "\0\1\1m\0x");
	MALFORMED(EVDNS_TYPE_SRV, "\0\1\0\2\0");
	MALFORMED(EVDNS_TYPE_SOA, "\0\0\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\4\0\0\0");
	MALFORMED(EVDNS_TYPE_TXT, "");
	MALFORMED(EVDNS_TYPE_TXT, "\1a\2b");
	MALFORMED(EVDNS_TYPE_CAA, "");
	MALFORMED(EVDNS_TYPE_CAA, "\0\6issue");
	end(server);
	return t_result();
}
