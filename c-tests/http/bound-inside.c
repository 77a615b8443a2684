// run: once
// Sockets of a server that are removed and added while evhttp_foreach_bound_socket visits them.
#include "serve.h"

static struct evhttp_bound_socket *all[4];
static int visits;

static int index_of(struct evhttp_bound_socket *bound)
{
	int i = 0;
	while (i < 4 && all[i] != bound)
		i++;
	return i;
}

static void note(struct evhttp_bound_socket *bound) { visits++; SAY("%d ", index_of(bound)); }

static void remove_next(struct evhttp_bound_socket *bound, void *arg)
{
	note(bound);
	if (index_of(bound) == 0)
		evhttp_del_accept_socket(http, all[1]);
}

static void remove_earlier(struct evhttp_bound_socket *bound, void *arg)
{
	note(bound);
	if (index_of(bound) == 2)
		evhttp_del_accept_socket(http, all[0]);
}

static void add_one(struct evhttp_bound_socket *bound, void *arg)
{
	note(bound);
	if (index_of(bound) == 3 && visits < 10) {
		visits = 100;
		all[0] = evhttp_accept_socket_with_handle(http, listening());
	}
}

int main(void)
{
	base = event_base_new();
	http = evhttp_new(base);
	for (int i = 0; i < 4; i++)
		CHECK((all[i] = evhttp_accept_socket_with_handle(http, listening())));
	evhttp_foreach_bound_socket(http, remove_next, NULL);
	SAY("the next one was removed\n");
	evhttp_foreach_bound_socket(http, remove_earlier, NULL);
	SAY("one before it was removed\n");
	visits = 0;
	evhttp_foreach_bound_socket(http, add_one, NULL);
	SAY("one was added\n");
	stop_serving();
	return t_result();
}
