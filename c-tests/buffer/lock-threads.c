// One thread adds and another removes, on a buffer with locking enabled: no byte is lost.
// alloc: no, its threads take it that the buffer has a lock
// run: once
#include "buffer/kit.h"
#include <event2/thread.h>
#include <pthread.h>

#define ALL 400000

static struct evbuffer *buf;
static int changes;

static void on_change(struct evbuffer *b, const struct evbuffer_cb_info *info, void *arg)
{
	changes++; /* the lock is held */
	CHECK(info->orig_size + info->n_added - info->n_deleted == evbuffer_get_length(b));
}

static void *adds(void *arg)
{
	for (size_t i = 0; i < ALL; i += 100)
		CHECK(put(buf, i, 100) == 0);
	return NULL;
}

static void *removes(void *arg)
{
	size_t n = 0;
	while (n < ALL) {
		unsigned char got[1000], *want = stream(n, sizeof got);
		int part = evbuffer_remove(buf, got, sizeof got);
		if (!CHECK(part >= 0 && !memcmp(got, want, (size_t)part)))
			exit(1);
		n += (size_t)part;
		free(want);
	}
	return NULL;
}

int main(void)
{
	pthread_t threads[2];
	evthread_use_pthreads();
	buf = evbuffer_new();
	CHECK(evbuffer_enable_locking(buf, NULL) == 0);
	evbuffer_add_cb(buf, on_change, NULL);
	pthread_create(&threads[0], NULL, adds, NULL);
	pthread_create(&threads[1], NULL, removes, NULL);
	pthread_join(threads[0], NULL);
	pthread_join(threads[1], NULL);
	CHECK(evbuffer_get_length(buf) == 0);
	CHECK(changes > ALL / 100);
	SAY("done\n");
	evbuffer_free(buf);
	return t_result();
}
