// run: once
// Which names a reply shortens to pointers: against those of the questions, of other records and of data that are
// names, as wholes and by their ends; never against those in other data, nor in another case.
#include "raw.h"

static void add(struct evdns_server_request *req, int section, const char *name, const char *target)
{
	CHECK(!evdns_server_request_add_reply(req, section, name, EVDNS_TYPE_NS, EVDNS_CLASS_INET, 1, -1, 1, target));
}

REQUEST(reply)
{
	const char *name = req->questions[0]->name;
	if (!strcmp(name, "a.b.example.com")) {
		add(req, EVDNS_ANSWER_SECTION, "a.b.example.com", "b.example.com");
		add(req, EVDNS_ANSWER_SECTION, "example.com", "com");
		add(req, EVDNS_ANSWER_SECTION, "c.b.example.com", "d.c.b.example.com");
		add(req, EVDNS_AUTHORITY_SECTION, "d.c.b.example.com", "e.d.c.b.example.com");
		add(req, EVDNS_AUTHORITY_SECTION, "c.example.com", "xc.example.com");
		add(req, EVDNS_ADDITIONAL_SECTION, "e.d.c.b.example.com", "com.example");
		add(req, EVDNS_ADDITIONAL_SECTION, "example", "a.b.EXAMPLE.com");
	} else if (!strcmp(name, "data.org")) {
		CHECK(!evdns_server_request_add_reply(req, EVDNS_ANSWER_SECTION, "data.org", EVDNS_TYPE_NS,
		    EVDNS_CLASS_INET, 1, 9, 0, "\002ns\004data\0"));
		add(req, EVDNS_ANSWER_SECTION, "ns.data", "data");
	} else { /* more than the 128 names that the original remembers */
		char one[260] = "", two[260] = "";
		for (int i = 0; i < 20; i++) {
			sprintf(one + 2 * i, "%c.", 'A' + i);
			sprintf(two + 2 * i, "%c.", 'Z' - i);
		}
		strcat(one, name);
		strcat(two, name);
		add(req, EVDNS_ANSWER_SECTION, name, one);
		add(req, EVDNS_ANSWER_SECTION, two, "x");
		add(req, EVDNS_ANSWER_SECTION, one, "x");
		for (int i = 0; i < 20; i += 5)
			add(req, EVDNS_ANSWER_SECTION, two + 2 * i, "");
	}
	SAY("respond: %d\n", evdns_server_request_respond(req, DNS_ERR_NONE));
}

int main(void)
{
	struct message m;
	char many[2 * 100 + 1];
	serve(reply, NULL);
	say_bytes(ask(query(&m, "a.b.example.com", EVDNS_TYPE_NS)));
	say_records(ask(&m));
	say_bytes(ask(query(&m, "data.org", EVDNS_TYPE_NS)));
	for (int i = 0; i < 100; i++)
		sprintf(many + 2 * i, "%c.", 'a' + i * 7 % 26);
	many[2 * 100 - 1] = 0;
	say_bytes(ask(query(&m, many, EVDNS_TYPE_NS)));

	/* Questions are shortened, too. */
	put_header(&m, 1, RD, 3, 0);
	put_question(&m, "data.org", EVDNS_TYPE_A, EVDNS_CLASS_INET);
	put_question(&m, "more.data.org", EVDNS_TYPE_A, EVDNS_CLASS_INET);
	put_question(&m, "ns.data.org", EVDNS_TYPE_A, EVDNS_CLASS_INET);
	say_bytes(ask(&m));
	stop();
	return t_result();
}
