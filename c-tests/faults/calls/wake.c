// Other threads give the loop something to do, and it wakes up.
#include "kit.h"
#include <event2/thread.h>
#include <pthread.h>

#define ROUNDS 30

static struct event_base *base;
static struct event *told;
static int rounds;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t answered = PTHREAD_COND_INITIALIZER;

T_CALLBACK(on_told)
{
	pthread_mutex_lock(&lock);
	/* Here it cannot be lost in a loop that ends for another reason. */
	if (++rounds == ROUNDS)
		event_base_loopbreak(base);
	pthread_cond_signal(&answered);
	pthread_mutex_unlock(&lock);
}

T_CALLBACK(on_never) { }

static void *tell(void *arg)
{
	for (int i = 0; i < ROUNDS; i++) {
		/* The loop is asleep, or about to be. */
		sleep_ms(i % 3 == 0);
		if (i % 2)
			event_active(told, EV_READ, 0);
		else
			CHECK(event_add(told, MS(0)) == 0);
		pthread_mutex_lock(&lock);
		while (rounds <= i)
			pthread_cond_wait(&answered, &lock);
		pthread_mutex_unlock(&lock);
	}
	return NULL;
}

int main(void)
{
	struct event *long_timer;
	pthread_t thread;
	f_begin();
	CHECK(evthread_use_pthreads() == 0);
	if (!F_WORKS(base = event_base_new()))
		return f_end();
	told = event_new(base, -1, 0, on_told, NULL);
	long_timer = event_new(base, -1, 0, on_never, NULL);
	CHECK(event_add(long_timer, MS(60000)) == 0);
	CHECK(pthread_create(&thread, NULL, tell, NULL) == 0);
	while (rounds < ROUNDS)
		f_run(base);
	CHECK(pthread_join(thread, NULL) == 0);
	CHECK(rounds == ROUNDS);
	event_free(told);
	event_free(long_timer);
	event_base_free(base);
	return f_end();
}
