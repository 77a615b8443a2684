// on: ours
// event_base_get_signal_method: a name that does not change when signals are used.
#include "t.h"

int main(void)
{
	struct event_base *base = event_base_new();
	const char *method = event_base_get_signal_method(base);
	struct event *sig = evsignal_new(base, SIGUSR1, t_say, "signal");
	CHECK(method != NULL && method[0] != 0);
	event_add(sig, NULL);
	raise(SIGUSR1);
	CHECK(event_base_loop(base, EVLOOP_ONCE) == 0);
	CHECK(event_base_get_signal_method(base) == method);
	event_free(sig);
	event_base_free(base);
	return t_result();
}
