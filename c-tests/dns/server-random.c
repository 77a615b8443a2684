// run: once
// 20,000 packets, none shorter than a header: random bytes, good queries with some bytes changed, and good headers with
// random bytes behind. How many the callback saw, and how many answers there were, with a hash of all of them.
#include "raw.h"

static unsigned seed = 1;
static int requests, questions;
static unsigned long hash = 5381;

static unsigned any(unsigned below)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % below;
}

static void mix(const void *bytes, int n)
{
	for (const unsigned char *at = bytes; n-- > 0; at++)
		hash = (hash * 33 ^ *at) & 0xffffffff;
}

REQUEST(reply)
{
	requests++;
	questions += req->nquestions;
	for (int i = 0; i < req->nquestions; i++) {
		struct evdns_server_question *q = req->questions[i];
		mix(&q->type, sizeof(q->type));
		mix(&q->class, sizeof(q->class));
		mix(q->name, strlen(q->name));
	}
	CHECK(evdns_server_request_respond(req, requests % 16) == 0);
}

static void make(struct message *m, int kind)
{
	int i;
	m->len = 0;
	if (kind == 0) {
		for (i = 12 + any(40); i > 0; i--)
			put(m, &(unsigned char){ any(256) }, 1);
	} else if (kind == 1) {
		query(m, "www.example.com", EVDNS_TYPE_A);
		for (i = any(4); i >= 0; i--)
			m->at[any(m->len)] = any(256);
		m->len -= any(8) ? 0 : any(10);
	} else {
		put_header(m, any(1000), any(2) << 8, 1 + any(3), any(2));
		for (i = any(60); i > 0; i--)
			put(m, &(unsigned char){ any(3) ? any(8) : any(2) ? 0xc0 : any(256) }, 1);
	}
}

int main(void)
{
	struct message m, *got;
	int rcodes[16] = { 0 }, silent = 0;
	serve(reply, NULL);
	for (int i = 0; i < 20000; i++) {
		make(&m, i % 3);
		got = ask(&m);
		if (got->len < 0) {
			silent++;
			continue;
		}
		CHECK(got->len >= 12 && get16(got, 0) == get16(&m, 0) && got->at[2] & 0x80);
		rcodes[got->at[3] & 15]++;
		mix(got->at, got->len);
	}
	SAY("%d requests, %d questions, %d without an answer, hash %08lx\n", requests, questions, silent, hash);
	for (int i = 0; i < 16; i++)
		SAY("code %d: %d\n", i, rcodes[i]);
	stop();
	return t_result();
}
