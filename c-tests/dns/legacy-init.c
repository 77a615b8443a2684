// run: once
// evdns_init makes the global base, from the system's files.
#include "fake.h"
#include <event2/dns_compat.h>
#include <event2/event_compat.h>

static void on_log(int severity, const char *text) {}

int main(void)
{
	event_set_log_callback(on_log);
	base = event_init();
	CHECK(evdns_get_global_base() == NULL);
	SAY("init: %d\n", evdns_init());
	CHECK(evdns_get_global_base() != NULL);
	SAY("clear: %d", evdns_clear_nameservers_and_suspend());
	SAY(", %d servers\n", evdns_count_nameservers());
	SAY("resume: %d\n", evdns_resume());
	evdns_shutdown(1);
	CHECK(evdns_get_global_base() == NULL);
	event_base_free(base);
	return t_result();
}
