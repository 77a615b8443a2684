/* Disables a listener while its callback runs in the loop's thread. */
#include "threads.h"

static sem_t inside;
static int returned;

ACCEPTED(slow)
{
	accepted++;
	sem_post(&inside);
	sleep_ms(30);
	close(fd);
	__atomic_store_n(&returned, 1, __ATOMIC_SEQ_CST);
}

static void disable_while_it_runs(unsigned flags)
{
	struct evconnlistener *lev;
	int client[2], r, was_returned;

	sem_init(&inside, 0, 0);
	start_loop();
	lev = listen_on(loop_base, AF_UNIX, flags | LEV_OPT_CLOSE_ON_FREE | LEV_OPT_DISABLED, slow, NULL);
	for (int i = 0; i < 2; i++)
		client[i] = client_of(lev);
	evconnlistener_enable(lev);
	sem_wait(&inside);
	r = evconnlistener_disable(lev);
	was_returned = __atomic_load_n(&returned, __ATOMIC_SEQ_CST);
	SAY("disable %d, callback returned %d, accepted %d\n", r, was_returned, accepted);
	CHECK(r == 0 && was_returned && accepted == 1);
	evconnlistener_free(lev);
	end_loop();
	close(client[0]);
	close(client[1]);
}
