// run: once
// Each time that a server which is down does not answer, it is left alone three times as long; once it has been up
// the first time is as short again.
#include "fake.h"

enum { FIRST = 20 };
static long last;
static int probes, up;

/* Whether the time since the last query is about MS milliseconds. */
static void check_pause(long ms)
{
	long now = now_ms();
	if (!CHECK(now - last >= ms - T_EARLY && now - last < ms + 500))
		SAY("%ld instead of %ld\n", now - last, ms);
	last = now;
}

QUERIED(answer)
{
	static const int factors[] = { 1, 3, 9, 27, 1 };
	if (!strcmp(q->lower, "name.test")) {
		last = now_ms();
		return;
	}
	check_pause(factors[probes] * FIRST);
	SAY("probe %d\n", ++probes);
	if (probes == 4)
		send_address(q, "192.0.2.1");
}

static void on_log(int severity, const char *text) { up += strstr(text, "back up") != NULL; }

int main(void)
{
	struct fake *server = start(answer);
	event_set_log_callback(on_log);
	set("timeout", "0.1");
	set("attempts", "1");
	set("initial-probe-timeout", "0.02");
	ask("name.test");
	until(&up, 1);
	CHECK(probes == 4);
	ask("name.test");
	until(&probes, 5);
	end(server);
	return t_result();
}
