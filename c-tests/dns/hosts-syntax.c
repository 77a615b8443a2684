// run: once
// The lines of a hosts file.
#include "gai.h"

static struct event_base *base;
static struct fake *fake;

static void try(const char *bytes, size_t len)
{
	static const char *const names[] = { "a", "b", "c", "d" };
	struct evdns_base *dns = fake_resolver(base, fake);
	struct evutil_addrinfo hints = gai_hints(AF_UNSPEC, EVUTIL_AI_CANONNAME);
	put_bytes("hosts", bytes, len);
	SAY("%d:", evdns_base_load_hosts(dns, "hosts"));
	for (size_t i = 0; i < len && i < 100; i++)
		SAY(bytes[i] < ' ' ? "<%d>" : "%c", bytes[i]);
	SAY("\n");
	for (int i = 0; i < 4; i++) {
		struct gai gai = { 0 };
		evdns_getaddrinfo(dns, names[i], "80", &hints, gai_done, &gai);
		if (gai.calls) {
			SAY(" %s: ", names[i]);
			gai_say(&gai);
		}
	}
	/* Those that are not in the file are still asked for. */
	evdns_base_free(dns, 0);
	gai_settle(base);
}

static void try_text(const char *text) { try(text, strlen(text)); }

int main(void)
{
	static const char *const texts[] = {
		"1.2.3.4 a\n", "1.2.3.4 a", "1.2.3.4\ta\tb\n", "  1.2.3.4   a  b  \n", "\t1.2.3.4 a\n", "1.2.3.4 a b c d\n",
		"1.2.3.4 a\r\n5.6.7.8 b\r\n", "1.2.3.4 a\r5.6.7.8 b\n", "1.2.3.4 a\n\n\n5.6.7.8 b\n",
		"# 1.2.3.4 a\n", "#\n1.2.3.4 a\n", "1.2.3.4 a # b\n", "1.2.3.4 a #b\n", "1.2.3.4 a#b c\n", "1.2.3.4 # a\n",
		"1.2.3.4#a\n", " # 1.2.3.4 a\n", "; 1.2.3.4 a\n", "1::2 a\n", "::1 a b\n", "::ffff:1.2.3.4 a\n",
		"fe80::1%lo a\n", "fe80::1%nosuch a\n", "[1::2] a\n", "[1::2]:99 a\n", "1.2.3.4:99 a\n", "1.2.3.4:99 a\n5.6.7.8 b\n",
		"1.2.3 a\n", "1.2.3.4.5 a\n", "256.1.1.1 a\n", "01.2.3.4 a\n", "0x1.2.3.4 a\n", "1.2.3.4\n", "1.2.3.4 \n",
		"a 1.2.3.4\n", "a\n1.2.3.4 b\n", "1.2.3.4 a\nbad b\n5.6.7.8 c\n", "0.0.0.0 a\n:: b\n",
		"1.2.3.4 a\v\n", "1.2.3.4\va\n", "1.2.3.4\fa\n", "255.255.255.255 a\n", "1.2.3.4 a a\n", "1.2.3.4 \"a\"\n",
		"1.2.3.4 a.\n", "\n", "\r\n", " ", "1.2.3.4 a\n ", "1.2.3.4 a\n1::2 a\n5.6.7.8 a\n1.2.3.4 a\n",
		"\xef\xbb\xbf""1.2.3.4 a\n5.6.7.8 b\n",
	};
	static char long_text[300000];
	base = event_base_new();
	fake = fake_new(base);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		try_text(texts[i]);
	try("1.2.3.4 a\0b c\n5.6.7.8 d\n", 24);
	try("1.2.3.4 a\n\0""5.6.7.8 b\n", 21);
	try("\0""1.2.3.4 a\n", 11);

	/* A long line, a long name, a long comment. */
	strcpy(long_text, "1.2.3.4 a ");
	for (int i = 0; i < 10000; i++)
		strcat(long_text + 10 * i, "name12345 ");
	strcat(long_text, "b\n5.6.7.8 c\n");
	try_text(long_text);
	memset(long_text, 'x', 100000);
	memcpy(long_text, "1.2.3.4 a ", 10);
	strcpy(long_text + 100000, " b\n5.6.7.8 c\n");
	try_text(long_text);
	memset(long_text, '#', 100000);
	strcpy(long_text + 100000, "\n5.6.7.8 c\n");
	try_text(long_text);
	memset(long_text, '1', 100000);
	strcpy(long_text + 100000, " a\n5.6.7.8 c\n");
	try_text(long_text);
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
