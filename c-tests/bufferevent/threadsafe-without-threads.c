// run: once
// BEV_OPT_THREADSAFE when no threading has been chosen: whether there is a bufferevent, and that locking it does
// nothing.
#include "bufferevent/kit.h"

int main(void)
{
	struct event_base *base = event_base_new();
	struct bufferevent *bev, *pair[2] = { NULL, NULL }, *plain;
	int fd[2];
	t_log();
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_THREADSAFE);
	SAY("socket: %s\n", bev ? "made" : "NULL");
	SAY("pair: %d\n", bufferevent_pair_new(base, BEV_OPT_THREADSAFE, pair));
	SAY(" %d %d\n", pair[0] != NULL, pair[1] != NULL);
	plain = bufferevent_socket_new(base, fd[0], 0);
	bufferevent_lock(plain);
	bufferevent_unlock(plain);
	if (bev)
		bufferevent_free(bev);
	for (int i = 0; i < 2; i++)
		if (pair[i])
			bufferevent_free(pair[i]);
	bufferevent_free(plain);
	close(fd[0]);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
