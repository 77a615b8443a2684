// run: once
// libevent_global_shutdown, twice, and a fresh start after it.
#include "t.h"

int main(void)
{
	for (int i = 0; i < 2; i++) {
		struct event_base *base = event_base_new();
		struct event *sig = evsignal_new(base, SIGUSR1, t_say, "signal");
		event_add(sig, NULL);
		raise(SIGUSR1);
		SAY("loop %d\n", event_base_loop(base, EVLOOP_ONCE));
		event_free(sig);
		event_base_free(base);
		libevent_global_shutdown();
	}
	libevent_global_shutdown();
	return t_result();
}
