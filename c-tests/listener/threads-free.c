// run: once
// Freed by another thread while its callback runs, a listener that is LEV_OPT_THREADSAFE stays until
// that has returned; freeing does not wait for it.
#include "threads.h"

static sem_t inside, go_on, done;
static int listening;

ACCEPTED(slow)
{
	accepted++;
	sem_post(&inside);
	sem_wait(&go_on);
	SAY("socket: %s\n", is_open(evconnlistener_get_fd(lev)) ? "open" : "closed");
	close(fd);
}

T_CALLBACK(tell) { sem_post(&done); }

int main(void)
{
	struct evconnlistener *lev;
	int client[2];

	sem_init(&inside, 0, 0);
	sem_init(&go_on, 0, 0);
	sem_init(&done, 0, 0);
	start_loop();
	lev = listen_on(loop_base, AF_UNIX, LEV_OPT_THREADSAFE | LEV_OPT_CLOSE_ON_FREE |
	    LEV_OPT_DISABLED, slow, NULL);
	listening = evconnlistener_get_fd(lev);
	for (int i = 0; i < 2; i++)
		client[i] = client_of(lev);
	evconnlistener_enable(lev);
	sem_wait(&inside);
	evconnlistener_free(lev);
	SAY("freed\n");
	sem_post(&go_on);
	event_base_once(loop_base, -1, EV_TIMEOUT, tell, NULL, NULL);
	sem_wait(&done);
	SAY("accepted %d, socket: %s\n", accepted, is_open(listening) ? "open" : "closed");
	for (int i = 0; i < 2; i++) {
		SAY("client %d: %s\n", i, fate(client[i]));
		close(client[i]);
	}
	end_loop();
	return t_result();
}
