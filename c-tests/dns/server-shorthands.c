// run: once
// The functions that add one kind of answer: A, AAAA, PTR, CNAME; what they return, and the bytes of the replies.
#include "raw.h"

static const char *part;

REQUEST(reply)
{
	struct in_addr in = { htonl(0x01020304) }, v4[3] = { { 0 }, { ~0u }, in };
	unsigned char v6[48];
	for (int i = 0; i < 48; i++)
		v6[i] = i;

	if (!strcmp(part, "A")) {
		SAY("one: %d\n", evdns_server_request_add_a_reply(req, "example.com", 1, &in, 1));
		SAY("three: %d\n", evdns_server_request_add_a_reply(req, "a.example.com", 3, v4, 2));
		SAY("none: %d\n", evdns_server_request_add_a_reply(req, "a.example.com", 0, v4, 3));
		SAY("none of NULL: %d\n", evdns_server_request_add_a_reply(req, "a.example.com", 0, NULL, 3));
		SAY("one of NULL: %d\n", evdns_server_request_add_a_reply(req, "a.example.com", 1, NULL, 3));
		SAY("minus one: %d\n", evdns_server_request_add_a_reply(req, "a.example.com", -1, v4, 3));
	} else if (!strcmp(part, "AAAA")) {
		SAY("one: %d\n", evdns_server_request_add_aaaa_reply(req, "example.com", 1, v6, 1));
		SAY("three: %d\n", evdns_server_request_add_aaaa_reply(req, "a.example.com", 3, v6, -2));
		SAY("none: %d\n", evdns_server_request_add_aaaa_reply(req, "a.example.com", 0, v6, 3));
		SAY("minus one: %d\n", evdns_server_request_add_aaaa_reply(req, "a.example.com", -1, v6, 3));
	} else if (!strcmp(part, "PTR")) {
		SAY("address: %d\n", evdns_server_request_add_ptr_reply(req, &in, NULL, "host.example.com", 1));
		SAY("name: %d\n", evdns_server_request_add_ptr_reply(req, NULL, "5.3.2.1.in-addr.arpa",
		    "HOST.example.com", 2));
		SAY("any name: %d\n", evdns_server_request_add_ptr_reply(req, NULL, "host.example.com", "", 3));
		SAY("both: %d\n", evdns_server_request_add_ptr_reply(req, &in, "5.3.2.1.in-addr.arpa", "host", 4));
		SAY("neither: %d\n", evdns_server_request_add_ptr_reply(req, NULL, NULL, "host", 5));
		for (int i = 0; i < 3; i++)
			SAY("another address: %d\n", evdns_server_request_add_ptr_reply(req, &v4[i], NULL, "host", 6));
	} else {
		SAY("name: %d\n", evdns_server_request_add_cname_reply(req, "example.com", "www.Example.org", 1));
		SAY("from it: %d\n", evdns_server_request_add_cname_reply(req, "www.Example.org", "a.example.com", 0));
	}
	SAY("respond: %d\n", evdns_server_request_respond(req, DNS_ERR_NONE));
}

int main(void)
{
	static const char *const parts[] = { "A", "AAAA", "PTR", "CNAME" };
	struct message m;
	serve(reply, NULL);
	for (int i = 0; i < 4; i++) {
		part = parts[i];
		SAY("--- %s\n", part);
		say_bytes(ask(query(&m, "example.com", EVDNS_QTYPE_ALL)));
	}
	stop();
	return t_result();
}
