// run: once
// A query with an OPT record (EDNS), whole and broken: the callback does not see it.
#include "raw.h"

REQUEST(reply)
{
	SAY("%d question, flags %04x\n", req->nquestions, req->flags);
	CHECK(evdns_server_request_add_a_reply(req, req->questions[0]->name, 1, "addr", 1) == 0);
	CHECK(evdns_server_request_respond(req, DNS_ERR_NONE) == 0);
}

/* The beginning of the reply: what comes after the answer may differ. */
static void say_answer(const struct message *m)
{
	if (CHECK(m->len >= 45)) {
		SAY("flags %04x, records %d %d %d\n", get16(m, 2), get16(m, 4), get16(m, 6), get16(m, 8));
		say_hex(m->at + 12, 45 - 12);
	}
}

static void with_opt(struct message *m, int size, const char *data, int len)
{
	query(m, "example.com", EVDNS_TYPE_A);
	m->at[11] = 1;
	put(m, "\0\0\51", 3);
	put16(m, size);
	put(m, "\0\0\200\0", 4);
	put16(m, len);
	put(m, data, len);
}

int main(void)
{
	static const int sizes[] = { 0, 100, 512, 1232, 4096, 65535 };
	struct message m;
	serve(reply, NULL);
	for (unsigned i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		with_opt(&m, sizes[i], "", 0);
		say_answer(ask(&m));
	}
	with_opt(&m, 1232, "\0\012\0\010\1\2\3\4\5\6\7\10", 12); /* a cookie */
	say_answer(ask(&m));
	stop();
	return t_result();
}
