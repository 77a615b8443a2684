// run: once
// on: ours
// timeout: 60
// Threads enable, disable and change a listener while clients come, and one frees it in the end. Every
// client is served, and nothing gets stuck. (The original does: see threads-disable-safe.)
#include "threads.h"

#define THREADS 3
#define ROUNDS 300
#define CLIENTS 300

static struct evconnlistener *lev;
static int served;

ACCEPTED(serve)
{
	CHECK(arg == &served);
	__atomic_add_fetch(&served, 1, __ATOMIC_SEQ_CST);
	close(fd);
	if (fd % 3 == 0) {
		evconnlistener_disable(lev);
		evconnlistener_enable(lev);
	}
}

static void on_error(struct evconnlistener *l, void *arg) { t_failures++; }

static void *change(void *arg)
{
	for (int i = 0; i < ROUNDS; i++) {
		switch ((i + (int)(intptr_t)arg) % 4) {
		case 0: CHECK(evconnlistener_disable(lev) == 0); break;
		case 1: evconnlistener_set_cb(lev, serve, &served); break;
		case 2: evconnlistener_set_error_cb(lev, on_error); break;
		case 3: CHECK(evconnlistener_get_base(lev) == loop_base); break;
		}
		CHECK(evconnlistener_enable(lev) == 0);
	}
	return NULL;
}

static void *be_clients(void *arg)
{
	for (int i = 0; i < CLIENTS; i++) {
		int client = client_of(lev);
		CHECK(!strcmp(fate(client), "closed"));
		close(client);
	}
	return NULL;
}

int main(void)
{
	pthread_t thread[THREADS + 1];

	start_loop();
	for (int round = 0; round < 5; round++) {
		__atomic_store_n(&served, 0, __ATOMIC_SEQ_CST);
		lev = listen_on(loop_base, AF_UNIX, LEV_OPT_THREADSAFE | LEV_OPT_CLOSE_ON_FREE, serve,
		    &served);
		for (intptr_t i = 0; i < THREADS; i++)
			pthread_create(&thread[i], NULL, change, (void *)i);
		pthread_create(&thread[THREADS], NULL, be_clients, NULL);
		for (int i = 0; i <= THREADS; i++)
			pthread_join(thread[i], NULL);
		CHECK(__atomic_load_n(&served, __ATOMIC_SEQ_CST) == CLIENTS);
		evconnlistener_free(lev);
	}
	end_loop();
	return t_result();
}
