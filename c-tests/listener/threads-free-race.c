// run: once
// on: ours
// timeout: 60
// A thread disables and frees a listener, or only frees it, just when its clients come. After disabling
// no callback runs any more. (The original may get stuck: see threads-disable-safe.)
#include "threads.h"

#define ROUNDS 400

ACCEPTED(serve)
{
	CHECK(*(int *)arg == 7);
	close(fd);
}

int main(void)
{
	start_loop();
	for (int i = 0; i < ROUNDS; i++) {
		int *seven = malloc(sizeof(*seven)), client[2], fd;
		struct evconnlistener *lev;
		*seven = 7;
		lev = listen_on(loop_base, AF_UNIX, LEV_OPT_THREADSAFE | LEV_OPT_CLOSE_ON_FREE, serve, seven);
		fd = evconnlistener_get_fd(lev);
		for (int k = 0; k < 2; k++)
			client[k] = client_of_fd(fd);
		for (volatile int k = i * 20; k > 0; k--)
			;
		/* After this no callback runs, so the argument can go. */
		evconnlistener_disable(lev);
		free(seven);
		evconnlistener_free(lev);
		for (int k = 0; k < 2; k++)
			close(client[k]);
	}
	for (int i = 0; i < ROUNDS; i++) {
		static int seven = 7;
		struct evconnlistener *lev = listen_on(loop_base, AF_UNIX, LEV_OPT_THREADSAFE |
		    LEV_OPT_CLOSE_ON_FREE, serve, &seven);
		int client = client_of(lev);
		for (volatile int k = i * 20; k > 0; k--)
			;
		evconnlistener_free(lev);
		CHECK(strcmp(fate(client), "error") != 0);
		close(client);
	}
	end_loop();
	return t_result();
}
