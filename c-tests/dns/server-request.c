// run: once
// What a server port's callback sees of a query: flags, questions with types, classes and names as they came; several
// questions, none; and records that are none of its business.
#include "raw.h"

REQUEST(look)
{
	CHECK(arg == &port);
	SAY("request: flags %04x, %d questions\n", req->flags, req->nquestions);
	for (int i = 0; i < req->nquestions; i++) {
		struct evdns_server_question *q = req->questions[i];
		SAY("\ttype %d class %d '%s'\n", q->type, q->dns_question_class, q->name);
	}
	CHECK(evdns_server_request_respond(req, DNS_ERR_NONE) == 0);
}

int main(void)
{
	static const int types[] = { 0, EVDNS_TYPE_A, EVDNS_TYPE_NS, EVDNS_TYPE_CNAME, EVDNS_TYPE_SOA, EVDNS_TYPE_PTR,
		EVDNS_TYPE_MX, EVDNS_TYPE_TXT, EVDNS_TYPE_AAAA, 41, EVDNS_QTYPE_AXFR, EVDNS_QTYPE_ALL, 65535 };
	static const int classes[] = { 0, 3, 254, 255, 0x8001, 65535 };
	struct message m;

	serve(look, &port);
	for (unsigned i = 0; i < sizeof(types) / sizeof(*types); i++)
		say_bytes(ask(query(&m, "example.com", types[i])));
	for (unsigned i = 0; i < sizeof(classes) / sizeof(*classes); i++) {
		put_header(&m, 1, 0, 1, 0);
		put_question(&m, "example.com", EVDNS_TYPE_A, classes[i]);
		say_records(ask(&m));
	}

	say_bytes(ask(query(&m, "WwW.ExAmPlE.cOm", EVDNS_TYPE_A)));
	say_bytes(ask(query(&m, "", EVDNS_TYPE_NS)));
	say_bytes(ask(query(&m, "a", EVDNS_TYPE_A)));
	say_bytes(ask(query(&m, "a b.\001\377.\\.*._x-y", EVDNS_TYPE_A)));

	put_header(&m, 1, RD, 3, 0);
	put_question(&m, "one.example.com", EVDNS_TYPE_A, EVDNS_CLASS_INET);
	put_question(&m, "two.example.com", EVDNS_TYPE_AAAA, EVDNS_CLASS_INET);
	put_question(&m, "one.example.com", EVDNS_TYPE_A, EVDNS_CLASS_INET);
	say_bytes(ask(&m));

	put_header(&m, 1, RD, 0, 0);
	say_bytes(ask(&m));

	/* Bytes after the question, without and with a record that announces them. */
	query(&m, "example.com", EVDNS_TYPE_A);
	put(&m, "trailing", 8);
	say_bytes(ask(&m));
	query(&m, "example.com", EVDNS_TYPE_A);
	m.at[7] = 1; /* an answer */
	put_question(&m, "example.com", EVDNS_TYPE_A, EVDNS_CLASS_INET);
	put(&m, "\0\0\0\5\0\4\1\2\3\4", 10);
	say_bytes(ask(&m));
	stop();
	return t_result();
}
