// run: once
// Queries that are not right: every length of a good one down to the header, counts that are not true, pointers and
// labels that lead nowhere, names that are too long. What the callback sees of each, and whether there is an answer.
#include "raw.h"

static int requests;

REQUEST(look)
{
	requests++;
	for (int i = 0; i < req->nquestions && i < 3; i++)
		SAY("(%d %d '%s') ", req->questions[i]->type, req->questions[i]->class, req->questions[i]->name);
	if (evdns_server_request_respond(req, DNS_ERR_NONE)) {
		SAY("cannot respond ");
		CHECK(evdns_server_request_drop(req) == 0);
	}
}

static void try(const char *what, const struct message *m)
{
	SAY("%s: ", what);
	say_header(ask(m));
}

/* A query of one question, whose name is these bytes. */
#define TRY_NAME(what, bytes) try_name(what, bytes, sizeof(bytes) - 1)

static void try_name(const char *what, const char *bytes, int n)
{
	struct message m;
	put_header(&m, 1, RD, 1, 0);
	put(&m, bytes, n);
	put16(&m, EVDNS_TYPE_A);
	put16(&m, EVDNS_CLASS_INET);
	try(what, &m);
}

/* A name of N bytes in all, of labels of at most 63. */
static void try_length(int n)
{
	char what[30], name[400];
	int i = 0;
	while (i < n - 1) {
		int label = n - 2 - i > 63 ? 63 : n - 2 - i;
		if (n - 2 - i == 64)
			label = 62;
		name[i] = label;
		memset(name + i + 1, 'a' + i % 26, label);
		i += label + 1;
	}
	name[i] = 0;
	snprintf(what, sizeof(what), "a name of %d bytes", n);
	try_name(what, name, n);
}

int main(void)
{
	static const int counts[] = { 0, 2, 3, 255, 256, 65535 };
	struct message m;
	char what[60];

	serve(look, NULL);
	query(&m, "www.example.com", EVDNS_TYPE_A);
	for (int whole = m.len; m.len >= 12; m.len--) {
		snprintf(what, sizeof(what), "%d of %d bytes", m.len, whole);
		try(what, &m);
	}

	for (int section = 0; section < 4; section++) {
		for (unsigned i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
			query(&m, "a.com", EVDNS_TYPE_A);
			m.at[4 + 2 * section] = counts[i] >> 8;
			m.at[5 + 2 * section] = counts[i] & 255;
			snprintf(what, sizeof(what), "%d in section %d", counts[i], section);
			try(what, &m);
		}
	}

	TRY_NAME("a pointer to itself", "\300\014");
	TRY_NAME("a pointer into the header", "\300\0");
	TRY_NAME("a pointer to the counts", "\300\006");
	TRY_NAME("a pointer forward, to a root", "\300\017\0");
	TRY_NAME("a pointer to the class", "\300\021");
	TRY_NAME("a pointer beyond the end", "\300\377");
	TRY_NAME("a pointer far beyond", "\377\377");
	TRY_NAME("half a pointer", "\300");
	TRY_NAME("a loop after a label", "\1a\300\014");
	TRY_NAME("two pointers in a ring", "\300\016\300\014");
	TRY_NAME("a chain of pointers", "\300\016\300\020\300\022\0");
	TRY_NAME("a label, and a pointer to a root", "\3abc\300\022\0");
	TRY_NAME("a label of kind 0x40", "\101a\0");
	TRY_NAME("a label of kind 0x80", "\201a\0");
	TRY_NAME("a label beyond the end", "\077abc\0");
	TRY_NAME("a label that ends with the packet", "\7abc");
	TRY_NAME("a dot in a label", "\3a.b\3com\0");
	TRY_NAME("a zero in a label", "\3a\0b\3com\0");

	for (int n = 250; n <= 260; n++)
		try_length(n);
	try_length(300);

	/* Questions of one letter; the reply gets too long. */
	put_header(&m, 1, RD, 200, 0);
	for (int i = 0; i < 200; i++)
		put_question(&m, "x", EVDNS_TYPE_A, EVDNS_CLASS_INET);
	try("200 questions", &m);

	/* Longer than the original reads. */
	query(&m, "example.com", EVDNS_TYPE_A);
	memset(m.at + m.len, 1, 8000);
	for (m.len = 1499; m.len <= 1501; m.len++)
		try("a long packet", &m);
	m.len = 8000;
	try("a very long packet", &m);
	SAY("%d requests\n", requests);
	stop();
	return t_result();
}
