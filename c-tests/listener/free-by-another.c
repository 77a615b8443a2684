// A listener whose connections are known to the loop already is freed by an event that is called
// first: its callback is not called.
#include "kit.h"

static struct evconnlistener *both[2];

ACCEPTED(free_the_other)
{
	struct evconnlistener **other = arg;
	SAY("callback\n");
	close(fd);
	if (*other)
		evconnlistener_free(*other);
	*other = NULL;
}

int main(void)
{
	struct event_base *base = event_base_new();
	int client[2];

	for (int i = 0; i < 2; i++)
		both[i] = listen_unix(base, free_the_other, &both[!i]);
	for (int i = 0; i < 2; i++)
		client[i] = client_of(both[i]);
	turn(base);
	CHECK(!both[0] + !both[1] == 1);
	/* Which of them is called first, the backend decides. */
	SAY("client of the one called: %s\n", fate(client[both[0] ? 0 : 1]));
	SAY("client of the other: %s\n", fate(client[both[0] ? 1 : 0]));
	evconnlistener_free(both[0] ? both[0] : both[1]);
	close(client[0]);
	close(client[1]);
	event_base_free(base);
	return t_result();
}
