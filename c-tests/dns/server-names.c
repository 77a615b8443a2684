// run: once
// Names in replies: their case, a dot at the end, the root, labels and names of the greatest length. The reply is
// sent as a truncated one when a label or name is too long; what the original then sends after the question is
// anything that was in memory, so only the beginning is looked at.
#include "raw.h"

static const char *owner, *target;

REQUEST(reply)
{
	if (evdns_server_request_add_cname_reply(req, owner, target, 60))
		SAY("refused, ");
	CHECK(evdns_server_request_respond(req, DNS_ERR_NONE) == 0);
}

static void use(const char *what, const char *name, const char *points_to)
{
	struct message m, *got;
	SAY("%s: ", what);
	owner = name;
	target = points_to;
	got = ask(query(&m, "Example.com", EVDNS_TYPE_A));
	if (get16(got, 2) & 0x0200) {
		SAY("flags %04x, %d question\n", get16(got, 2), get16(got, 4));
		CHECK(got->len >= m.len && got->len <= 512 && !memcmp(got->at + 12, m.at + 12, m.len - 12));
	} else {
		say_bytes(got);
	}
}

/* A name of N bytes: labels of at most LABEL bytes. */
static const char *long_name(int n, int label)
{
	static char text[600];
	for (int i = 0; i < n; i++)
		text[i] = i % (label + 1) == label ? '.' : 'a' + i % 26;
	text[n] = 0;
	return text;
}

static void both(const char *what, const char *name)
{
	char text[80];
	snprintf(text, sizeof(text), "%s, owner", what);
	use(text, name, "x");
	snprintf(text, sizeof(text), "%s, target", what);
	use(text, "x", name);
}

int main(void)
{
	serve(reply, NULL);
	both("plain", "Example.com");
	both("another case", "example.com");
	both("upper case", "WWW.EXAMPLE.COM");
	both("a dot at the end", "Example.com.");
	both("a dot at the end, new", "www.other.org.");
	both("the root", "");
	both("odd bytes", "a b\\.\001\377.com");
	both("a label of 63", long_name(63, 63));
	both("a label of 64", long_name(64, 64));
	both("a label of 64 in the middle", long_name(70, 64));
	for (int n = 250; n <= 258; n++) {
		char what[20];
		snprintf(what, sizeof(what), "%d bytes", n);
		both(what, long_name(n, 49));
	}
	both("500 bytes", long_name(500, 49));
	stop();
	return t_result();
}
