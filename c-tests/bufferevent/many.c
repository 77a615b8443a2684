// Three hundred pairs of bufferevents send a token to and fro; some are freed by their peer's callback on the way,
// others when they are done. All sockets are closed in the end and nothing is left to wait for.
#include "bufferevent/kit.h"
#include <stdint.h>

#define N 300
#define TIMES 50

static struct bufferevent *bev[N][2];
static int passes[N], freed, done;

static void drop(int i, int side)
{
	if (bev[i][side])
		bufferevent_free(bev[i][side]);
	bev[i][side] = NULL;
	freed++;
}

static void on_read(struct bufferevent *me, void *arg)
{
	int i = (int)(intptr_t)arg, side = me == bev[i][1];
	char c;
	CHECK(bufferevent_read(me, &c, 1) == 1 && c == (char)i);
	if (++passes[i] == TIMES) {
		done++;
		drop(i, side);
	} else if (i % 7 == 0 && passes[i] == 20) {
		drop(i, !side);
	} else {
		CHECK(bufferevent_write(me, &c, 1) == 0);
	}
}

static void on_event(struct bufferevent *me, short what, void *arg)
{
	int i = (int)(intptr_t)arg;
	CHECK(what == (BEV_EVENT_READING | BEV_EVENT_EOF));
	drop(i, me == bev[i][1]);
}

int main(void)
{
	struct event_base *base = event_base_new();
	int fd[N][2], open = 0;
	for (int i = 0; i < N; i++) {
		char c = (char)i;
		t_pair(fd[i]);
		for (int j = 0; j < 2; j++) {
			bev[i][j] = bufferevent_socket_new(base, fd[i][j], BEV_OPT_CLOSE_ON_FREE |
			    (i % 3 ? 0 : BEV_OPT_DEFER_CALLBACKS));
			bufferevent_setcb(bev[i][j], on_read, NULL, on_event, (void *)(intptr_t)i);
			bufferevent_enable(bev[i][j], EV_READ);
		}
		CHECK(bufferevent_write(bev[i][0], &c, 1) == 0);
	}
	SAY("dispatch %d\n", event_base_dispatch(base));
	for (int i = 0; i < N; i++)
		open += fd_open(fd[i][0]) + fd_open(fd[i][1]);
	SAY("%d done, %d freed, %d open\n", done, freed, open);
	event_base_free(base);
	return t_result();
}
