// run: once
// on: ours
// Options that the original does not have: what they take, and what edns-udp-size does. The others are in tcp-idle and
// tcp-truncated.
#include "fake.h"

static int amount, room; /* addresses that are answered with; 0, or what the server is told to send at most */

QUERIED(answer)
{
	struct message m = answer_to(q, 0);
	int options = get16(&q->text, ADDITIONAL), at = q->question_end;
	room = 0;
	if (options) {
		CHECK(options == 1 && q->text.len == at + 11);
		CHECK(q->text.bytes[at] == 0 && get16(&q->text, at + 1) == T_OPT);
		/* neither extended flags nor options */
		CHECK(!memcmp(q->text.bytes + at + 5, "\0\0\0\0\0\0", 6));
		room = get16(&q->text, at + 3);
	}
	for (int i = 0; i < amount; i++)
		put_address(&m, NULL, 60, "192.0.2.1");
	if (room) { /* the server's own */
		put_owner(&m, ADDITIONAL, "", T_OPT, 1232, 0, 0);
		CHECK(m.len <= room);
	}
	send_to(q, m);
}

RESOLVED(check)
{
	results++;
	CHECK(result == DNS_ERR_NONE && count == amount && ttl == 60);
}

static void try(const char *option, const char *value, int result)
{
	char colon[40];
	sprintf(colon, "%s:", option);
	if (!CHECK(evdns_base_set_option(dns, option, value) == result &&
	    evdns_base_set_option(dns, colon, value) == result))
		SAY("%s \"%s\"\n", option, value);
}

static void edns(const char *size, int expected, int n)
{
	amount = n;
	set("edns-udp-size", size);
	evdns_base_resolve_ipv4(dns, "name.test", 0, check, NULL);
	until(&results, results + 1);
	CHECK(room == expected);
}

static void on_log(int severity, const char *text) {}

int main(void)
{
	static const char *const numbers[] = { "max-probe-timeout", "probe-backoff-factor", "edns-udp-size" };
	struct fake *server = start(answer);

	event_set_log_callback(on_log);
	try("tcp-idle-timeout", "1", 0), try("tcp-idle-timeout", "0.5", 0), try("tcp-idle-timeout", "4000", 0);
	try("tcp-idle-timeout", "x", -1), try("tcp-idle-timeout", "-1", -1), try("tcp-idle-timeout", "0", -1);
	for (int i = 0; i < 3; i++) {
		try(numbers[i], "3", 0), try(numbers[i], "1232", 0), try(numbers[i], "70000", 0);
		try(numbers[i], "x", -1), try(numbers[i], "-1", -1), try(numbers[i], "1.5", -1);
	}
	edns("512", 0, 30);
	edns("0", 0, 30);
	edns("513", 513, 29);
	edns("1232", 1232, 74);
	edns("4096", 4096, 253);
	edns("70000", 4096, 253); /* not more than is received */
	try("use-vc", "", 0), try("ignore-tc", "", 0);
	end(server);
	return t_result();
}
