// run: once
// evdns_server_request_add_reply: what it returns, and every byte of the reply: sections in their order whatever the
// order of the calls, data of any kind, data that are a name.
#include "raw.h"

static const char *part;

static void add(struct evdns_server_request *req, const char *what, int section, const char *name, int type, int class,
    int ttl, int datalen, int is_name, const char *data)
{
	SAY("%s: %d\n", what, evdns_server_request_add_reply(req, section, name, type, class, ttl, datalen, is_name, data));
}

REQUEST(reply)
{
	if (!strcmp(part, "sections")) {
		add(req, "additional", EVDNS_ADDITIONAL_SECTION, "c.example.com", EVDNS_TYPE_A, 1, 3, 4, 0, "cccc");
		add(req, "authority", EVDNS_AUTHORITY_SECTION, "b.example.com", EVDNS_TYPE_A, 1, 2, 4, 0, "bbbb");
		add(req, "answer", EVDNS_ANSWER_SECTION, "example.com", EVDNS_TYPE_A, 1, 1, 4, 0, "aaaa");
		add(req, "answer again", EVDNS_ANSWER_SECTION, "a.example.com", EVDNS_TYPE_A, 1, 1, 4, 0, "AAAA");
		add(req, "section 3", 3, "d.example.com", EVDNS_TYPE_A, 1, 1, 4, 0, "dddd");
		add(req, "section -1", -1, "d.example.com", EVDNS_TYPE_A, 1, 1, 4, 0, "dddd");
	} else if (!strcmp(part, "data")) {
		add(req, "none", 0, "example.com", EVDNS_TYPE_TXT, 1, 1, 0, 0, NULL);
		add(req, "empty", 0, "example.com", EVDNS_TYPE_TXT, 1, 1, 0, 0, "");
		add(req, "no bytes of some", 0, "example.com", EVDNS_TYPE_TXT, 1, 1, 0, 0, "unused");
		add(req, "TXT", 0, "example.com", EVDNS_TYPE_TXT, 1, 1, 8, 0, "\003one\003two");
		add(req, "zeros", 0, "example.com", 65280, 1, 1, 5, 0, "\0\0\0\0\0");
		add(req, "MX", 0, "example.com", EVDNS_TYPE_MX, 1, 1, 20, 0, "\0\012\004mail\007example\003com");
	} else if (!strcmp(part, "length without data")) {
		add(req, "5 bytes of NULL", 0, "example.com", EVDNS_TYPE_TXT, 1, 1, 5, 0, NULL);
		add(req, "-1 bytes of NULL", 0, "example.com", EVDNS_TYPE_TXT, 1, 1, -1, 0, NULL);
	} else if (!strcmp(part, "names as data")) {
		add(req, "NS", EVDNS_AUTHORITY_SECTION, "example.com", EVDNS_TYPE_NS, 1, 1, -1, 1, "ns.example.com");
		add(req, "the length is ignored", 0, "example.com", EVDNS_TYPE_NS, 1, 1, 2, 1, "ns2.example.com");
		add(req, "zero, too", 0, "example.com", EVDNS_TYPE_NS, 1, 1, 0, 1, "other.example.org");
		add(req, "the root", 0, "example.com", EVDNS_TYPE_NS, 1, 1, -1, 1, "");
		add(req, "itself", 0, "example.com", EVDNS_TYPE_CNAME, 1, 1, -1, 1, "example.com");
		add(req, "used again", EVDNS_ADDITIONAL_SECTION, "ns.example.com", EVDNS_TYPE_A, 1, 1, 4, 0, "nsns");
	} else if (!strcmp(part, "numbers")) {
		add(req, "ttl 0", 0, "example.com", EVDNS_TYPE_A, 1, 0, 4, 0, "aaaa");
		add(req, "ttl -1", 0, "example.com", EVDNS_TYPE_A, 1, -1, 4, 0, "aaaa");
		add(req, "ttl 2^31-1", 0, "example.com", EVDNS_TYPE_A, 1, 0x7fffffff, 4, 0, "aaaa");
		add(req, "type, class 65536", 0, "example.com", 65536, 65536, 1, 4, 0, "aaaa");
		add(req, "type, class -1", 0, "example.com", -1, -1, 1, 4, 0, "aaaa");
		add(req, "type, class 0", 0, "example.com", 0, 0, 1, 4, 0, "aaaa");
	} else if (!strcmp(part, "negative length")) {
		add(req, "-1 bytes", 0, "example.com", EVDNS_TYPE_TXT, 1, 1, -1, 0, "data");
		add(req, "-65536 bytes", 0, "example.com", EVDNS_TYPE_TXT, 1, 1, -65536, 0, "data");
	} else {
		CHECK(!strcmp(part, "nothing"));
	}
	SAY("respond: %d\n", evdns_server_request_respond(req, DNS_ERR_NONE));
}

int main(void)
{
	static const char *const parts[] = { "nothing", "sections", "data", "length without data",
		"negative length", "names as data", "numbers" };
	struct message m;
	serve(reply, NULL);
	for (unsigned i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		part = parts[i];
		SAY("--- %s\n", part);
		say_bytes(ask(query(&m, "example.com", EVDNS_QTYPE_ALL)));
	}
	stop();
	return t_result();
}
