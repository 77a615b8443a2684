// run: once
// on: ours
// Options that the original does not have: what they take, and what some of them do.
#include "fake.h"

static int truncated;

QUERIED(answer)
{
	struct message m = answer_to(q, truncated ? TC : 0);
	int options = get16(&q->text, ADDITIONAL), at = q->question_end;
	SAY("  asked, options %d", options);
	if (options == 1) {
		CHECK(q->text.bytes[at] == 0 && get16(&q->text, at + 1) == T_OPT);
		SAY(", room for %d bytes", get16(&q->text, at + 3));
	}
	SAY("\n");
	put_address(&m, NULL, 60, "192.0.2.1");
	send_to(q, m);
}

static void try(const char *option, const char *value, int result)
{
	char colon[40];
	sprintf(colon, "%s:", option);
	if (!CHECK(evdns_base_set_option(dns, option, value) == result &&
	    evdns_base_set_option(dns, colon, value) == result))
		SAY("%s \"%s\"\n", option, value);
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
	set("edns-udp-size", "512");
	ask("none.test");
	set("edns-udp-size", "1232");
	ask("usual.test");
	set("edns-udp-size", "4096");
	ask("large.test");
	set("ignore-tc", "");
	truncated = 1;
	ask("truncated.test");
	end(server);

	server = start(answer);
	try("use-vc", "", 0), try("ignore-tc", "", 0);
	end(server);
	return t_result();
}
