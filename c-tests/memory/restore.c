// run: once
// NULL functions bring the C library's back; each of the three can be left out by itself.
#include "alloc.h"

static long mallocs, reallocs, frees;

static void *my_malloc(size_t n) { mallocs++; return malloc(n); }
static void *my_realloc(void *p, size_t n) { reallocs++; return realloc(p, n); }
static void my_free(void *p) { frees++; free(p); }

static void nothing(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what, (void)arg;
}

static void use(const char *which)
{
	struct event *ev[100];
	struct event_base *base;
	int i;
	mallocs = reallocs = frees = 0;
	base = event_base_new();
	for (i = 0; i < 100; i++) {
		ev[i] = evtimer_new(base, nothing, NULL);
		CHECK(event_add(ev[i], MS(100000 + i)) == 0);
	}
	for (i = 0; i < 100; i++)
		event_free(ev[i]);
	event_base_free(base);
	SAY("%s: malloc %s, realloc %s, free %s\n", which, mallocs ? "used" : "unused",
	    reallocs ? "used" : "unused", frees ? "used" : "unused");
}

int main(void)
{
	event_set_mem_functions(my_malloc, my_realloc, my_free);
	use("all");
	event_set_mem_functions(my_malloc, NULL, NULL);
	use("malloc only");
	event_set_mem_functions(NULL, my_realloc, NULL);
	use("realloc only");
	event_set_mem_functions(NULL, NULL, my_free);
	use("free only");
	event_set_mem_functions(my_malloc, NULL, my_free);
	use("malloc and free");
	event_set_mem_functions(NULL, NULL, NULL);
	use("none");
	libevent_global_shutdown();
	return t_result();
}
