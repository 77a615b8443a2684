// run: once
// A connection without an address, which some kernels make of one that is gone already, is closed, and
// the next one accepted.
#include "kit.h"

static int without;

int accept4(int fd, struct sockaddr *sa, socklen_t *len, int flags)
{
	int new = accept(fd, sa, len);
	if (new >= 0 && without-- > 0)
		*len = 0;
	return new;
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct evconnlistener *lev = listen_unix(base, count, "with an address");
	int client[4];

	for (int i = 0; i < 4; i++)
		client[i] = client_of(lev);
	without = 2;
	turn(base);
	SAY("accepted %d\n", accepted);
	for (int i = 0; i < 4; i++) {
		SAY("client %d: %s\n", i, fate(client[i]));
		close(client[i]);
	}
	evconnlistener_free(lev);
	event_base_free(base);
	return t_result();
}
