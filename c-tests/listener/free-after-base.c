// run: once
// on: ours
// A listener freed after its base, in a program without threads. (The original reads freed memory.)
#include "kit.h"

int main(void)
{
	struct event_base *base = event_base_new();
	struct evconnlistener *lev = listen_unix(base, count, NULL);
	int fd = evconnlistener_get_fd(lev), client = client_of(lev);

	event_base_free(base);
	CHECK(is_open(fd));
	evconnlistener_set_cb(lev, NULL, NULL);
	evconnlistener_free(lev);
	CHECK(!is_open(fd));
	close(client);
	return t_result();
}
