// run: once
// A reply of more than 512 bytes is cut there, in the middle of a record, and has the bit TC; what its header says of
// records stays as it was.
#include "raw.h"

static int data;

REQUEST(reply)
{
	char text[2000];
	memset(text, 't', sizeof(text));
	CHECK(req->nquestions == 1);
	CHECK(!evdns_server_request_add_reply(req, EVDNS_ADDITIONAL_SECTION, "last", EVDNS_TYPE_A, EVDNS_CLASS_INET, 1,
	    4, 0, "last"));
	CHECK(!evdns_server_request_add_reply(req, EVDNS_ANSWER_SECTION, "example.com", EVDNS_TYPE_TXT,
	    EVDNS_CLASS_INET, 1, data, 0, text));
	CHECK(evdns_server_request_respond(req, DNS_ERR_NONE) == 0);
}

static void use(int n)
{
	struct message m, *got;
	query(&m, "example.com", EVDNS_TYPE_TXT);
	data = n;
	SAY("%d bytes of data: ", n);
	got = ask(&m);
	if (n > 1400) { /* too long for the original's own buffer: it sends what is in there */
		SAY("flags %04x, %d question\n", get16(got, 2), get16(got, 4));
		CHECK(got->len >= m.len && got->len <= 512 && !memcmp(got->at + 12, m.at + 12, m.len - 12));
		return;
	}
	say_header(got);
	for (int i = 41 + n; i > 41 && i < got->len; i++)
		SAY("%02x%s", got->at[i], i == got->len - 1 ? "\n" : "");
}

/* Many records that are cut between two of them, and within one. */
static void records(struct evdns_server_request *req, void *arg)
{
	char name[20];
	for (int i = 0; i < 40; i++) {
		snprintf(name, sizeof(name), "host-%d.example", i);
		CHECK(!evdns_server_request_add_a_reply(req, name, 1, "addr", i));
	}
	CHECK(evdns_server_request_respond(req, DNS_ERR_NOTEXIST) == 0);
}

int main(void)
{
	struct message m;
	serve(reply, NULL);
	for (int n = 445; n <= 475; n++)
		use(n);
	use(1400);
	use(1500);
	use(2000);
	stop();

	serve(records, NULL);
	say_records(ask(query(&m, "example", EVDNS_TYPE_A)));
	say_bytes(ask(&m));
	stop();
	return t_result();
}
