// When no descriptors are left, the error callback is called each turn, until there is one.
#include "kit.h"
#include <sys/resource.h>

static int calls;

static void on_error(struct evconnlistener *lev, void *arg)
{
	if (calls++ < 3)
		SAY("%s\n", t_errno(errno));
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct evconnlistener *lev = listen_unix(base, count, NULL);
	int client[2], spare = next_fd(), used = 0;
	struct rlimit limit;

	evconnlistener_set_error_cb(lev, on_error);
	client[0] = client_of(lev);
	client[1] = client_of(lev);
	turn(base);
	SAY("accepted %d\n", accepted);
	close(client[0]);
	client[0] = client_of(lev);

	CHECK(getrlimit(RLIMIT_NOFILE, &limit) == 0);
	limit.rlim_cur = spare + 10;
	CHECK(setrlimit(RLIMIT_NOFILE, &limit) == 0);
	while (dup(STDIN_FILENO) >= 0)
		used++;
	CHECK(errno == EMFILE && used > 0);
	for (int i = 0; i < 3; i++)
		turn(base);
	SAY("calls %d, accepted %d\n", calls, accepted);
	close(spare + 9);
	turn(base);
	SAY("calls %d, accepted %d\n", calls, accepted);

	close(client[0]);
	close(client[1]);
	evconnlistener_free(lev);
	event_base_free(base);
	return t_result();
}
