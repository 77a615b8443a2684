// on: ours
/* A signal comes more often than can be passed on before the loop looks: nothing blocks, errno stays, the event runs,
 * and it hears the next one. */
#include "backends/kit.h"

static int runs;

static void
ran(evutil_socket_t sig, short what, void *arg)
{
	++runs;
}

int
main(void)
{
	/* Around the sizes of counters and pipes. */
	static const int counts[] = { 32767, 32768, 65535, 65536, 65537, 100000 };

	t_log();
	for (size_t i = 0; i < sizeof counts / sizeof *counts; ++i) {
		struct event_base *base = event_base_new();
		struct event *ev = evsignal_new(base, SIGUSR1, ran, NULL);

		event_add(ev, NULL);
		for (int n = 0; n < counts[i]; ++n) {
			errno = ERANGE;
			raise(SIGUSR1);
			if (!CHECK(errno == ERANGE))
				break;
		}
		runs = 0;
		turn(base);
		CHECK(runs >= 1);
		CHECK(runs <= counts[i]);
		turn(base);
		runs = 0;
		raise(SIGUSR1);
		turn(base);
		CHECK(runs == 1);
		event_free(ev);
		event_base_free(base);
	}
	return t_result();
}
