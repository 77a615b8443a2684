// run: once
// All waiting connections are accepted in one turn, with one call of accept4 for each and one that
// finds no more; and no other system call is made for them.
#include "kit.h"
#include <sys/syscall.h>

static int calls, others;

int accept4(int fd, struct sockaddr *sa, socklen_t *len, int flags)
{
	calls++;
	CHECK(*len == sizeof(struct sockaddr_storage) && flags == SOCK_NONBLOCK);
	return (int)syscall(SYS_accept4, fd, sa, len, flags);
}

int accept(int fd, struct sockaddr *sa, socklen_t *len) { return ++others, -1; }
int fcntl(int fd, int cmd, ...) { return ++others, -1; }
int getpeername(int fd, struct sockaddr *sa, socklen_t *len) { return ++others, -1; }

int main(void)
{
	static const int amounts[] = { 1, 2, 3, 50 };
	struct event_base *base = event_base_new();
	struct evconnlistener *lev = listen_unix(base, count, NULL);

	others = 0;
	for (int i = 0; i < 4; i++) {
		calls = accepted = 0;
		for (int k = 0; k < amounts[i]; k++)
			close(client_of(lev));
		turn(base);
		SAY("%d clients: accepted %d, calls %d, others %d\n", amounts[i], accepted, calls, others);
	}
	evconnlistener_free(lev);
	event_base_free(base);
	return t_result();
}
