// run: once
// A server that answers only when asked again: the request is saved; the answer to the first query counts too.
#include "fake.h"

static struct query first;
static int answer_first;

QUERIED(second_time)
{
	say_query(q);
	if (q->number == 1)
		first = *q;
	else
		send_address(answer_first ? &first : q, "192.0.2.1");
}

static void on_log(int severity, const char *text) {}

int main(void)
{
	event_set_log_callback(on_log);
	for (answer_first = 0; answer_first < 2; answer_first++) {
		struct fake *server = start(second_time);
		set("timeout", "0.1");
		ask("late.test");
		end(server);
	}
	return t_result();
}
