// run: once
// evdns_base_new: the flags that there are. With an unknown one it warns, and reads the system's files.
#include "fake.h"

static int warnings;

static void count(int severity, const char *text) { warnings += severity == EVENT_LOG_WARN; }

static void try(const char *what, int flags)
{
	struct evdns_base *one;
	warnings = 0;
	one = evdns_base_new(base, flags);
	SAY("%s: %s, %d warnings\n", what, one ? "made" : "NULL", warnings);
	if (!warnings)
		SAY("  %d servers\n", evdns_base_count_nameservers(one));
	evdns_base_free(one, 1);
}

int main(void)
{
	base = event_base_new();
	event_set_log_callback(count);
	try("0", 0);
	try("DISABLE_WHEN_INACTIVE", EVDNS_BASE_DISABLE_WHEN_INACTIVE);
	try("NO_DEFAULT", EVDNS_BASE_NAMESERVERS_NO_DEFAULT);
	try("both", EVDNS_BASE_DISABLE_WHEN_INACTIVE | EVDNS_BASE_NAMESERVERS_NO_DEFAULT);
	try("an unknown one", 0x4000);
	SAY("loop: %d\n", event_base_dispatch(base));
	event_base_free(base);
	return t_result();
}
