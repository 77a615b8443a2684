// run: once
// Unusual names: what is asked for, or how the request fails.
#include "fake.h"

static char text[1200];

QUERIED(answer)
{
	size_t len = strlen(q->lower);
	SAY("  asked for %zu bytes: %.70s%s\n", len, q->lower, len > 70 ? "..." : "");
	CHECK(len < 70 || !strncmp(q->lower, text, len));
	send_address(q, "192.0.2.1");
}

static void try(const char *what, int flags)
{
	struct evdns_request *req;
	int before = results;
	SAY("%s, %zu bytes\n", what, strlen(text));
	req = evdns_base_resolve_ipv4(dns, text, flags, say_result, "  result");
	if (results != before)
		SAY("  called at once\n");
	if (!req)
		SAY("  NULL\n");
	else if (results == before)
		until(&results, before + 1);
	turns();
}

/* Labels of the length given, and a last one, to make a name of N bytes. */
static char *name_of(int n, int label)
{
	for (int i = 0; i < n; i++)
		text[i] = i % (label + 1) == label ? '.' : 'a' + i % 26;
	text[n] = 0;
	return text;
}

int main(void)
{
	static const char *const names[] = { "", "a", "a.", "a.b.", " ", "a b", "a_b.-",
		"\\065.b", "*.test", "192.0.2.1", "::1", "\303\244.test", "\001\002.test", "\377" };
	static const int lengths[] = { 250, 251, 252, 253, 256, 257, 300, 500, 1000 };
	struct fake *server = start(answer);

	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++) {
		char what[40] = "name ";
		for (const char *c = names[i]; *c; c++)
			sprintf(what + strlen(what), isprint((unsigned char)*c) ? "%c" : "\\%03o",
			    (unsigned char)*c);
		strcpy(text, names[i]);
		try(what, 0);
	}
	name_of(63, 63), try("a label", 0);
	name_of(64, 64), try("a label", 0);
	name_of(127, 63), try("two labels", 0);
	name_of(129, 64), try("two labels", 0);
	for (unsigned i = 0; i < sizeof(lengths) / sizeof(*lengths); i++) {
		name_of(lengths[i], 61), try("labels of 61", 0);
		name_of(lengths[i], 61), try("labels of 61", DNS_QUERY_NO_SEARCH);
	}
	name_of(253, 1), try("labels of 1", 0);
	strcat(name_of(253, 61), "."), try("labels and a dot", 0);
	strcat(name_of(255, 61), "."), try("labels and a dot", 0);
	end(server);
	return t_result();
}
