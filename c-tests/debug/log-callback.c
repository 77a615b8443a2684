// run: once
/* event_set_log_callback: severities, the texts of some warnings, and its removal. */
#include "backends/kit.h"

#include <event2/event_struct.h>

static int lines;

static void
count(int severity, const char *text)
{
	SAY("severity %d (%s): '%s'\n", severity, severity == EVENT_LOG_WARN ? "warn" : severity == EVENT_LOG_MSG ? "msg" :
	    severity == EVENT_LOG_ERR ? "err" : "debug", text);
	++lines;
}

static void
provoke(void)
{
	struct event_base *base = event_base_new();
	struct event *ev = event_new(base, SIGUSR1, EV_SIGNAL | EV_READ, t_say, NULL);
	struct event nobase;

	CHECK(ev == NULL);
	memset(&nobase, 0, sizeof nobase);
	event_assign(&nobase, NULL, -1, 0, t_say, NULL);
	event_add(&nobase, NULL);
	ev = event_new(base, SIGKILL, EV_SIGNAL, t_say, NULL);
	event_add(ev, NULL);
	event_free(ev);
	event_base_free(base);
	event_base_free(NULL);
}

int
main(void)
{
	event_set_log_callback(count);
	setenv("EVENT_SHOW_METHOD", "1", 1);
	provoke();
	SAY("%d lines\n", lines);
	/* Back to the default log: nothing comes here. */
	fclose(stderr);
	event_set_log_callback(NULL);
	lines = 0;
	provoke();
	SAY("%d lines\n", lines);
	return t_result();
}
