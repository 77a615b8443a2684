// run: once
// SERVFAIL is as if the time were out: the request is sent again at once, to another server if there is one.
#include "fake.h"

static int bad;

QUERIED(answer)
{
	SAY("%s is asked\n", q->server->label);
	if (bad-- > 0)
		send_rcode(q, DNS_ERR_SERVERFAILED);
	else
		send_address(q, "192.0.2.1");
}

static void on_log(int severity, const char *text) {}

int main(void)
{
	struct fake *server, *second;
	event_set_log_callback(on_log);
	for (int servers = 1; servers < 3; servers++) {
		for (int times = 1; times < 4; times++) {
			long before = now_ms();
			bad = times;
			SAY("%d servers, %d times\n", servers, times);
			server = start(answer);
			second = fake_new(base, "the second", answer);
			if (servers == 2)
				use(second);
			ask("name.test");
			CHECK(now_ms() - before < 4000); /* the time is 5 s */
			fake_free(second);
			end(server);
		}
	}
	return t_result();
}
