// run: once
// timeout: 600
/* Two buffers with locks of their own; threads move bytes from the first to the second and from the second to the first, in
 * every way there is. None waits for ever for the other, and no byte is lost or changed. */
#include "threads/stress.h"

#include <event2/buffer.h>

enum { ROUNDS = 10000, SIZE = 50000 };
static struct evbuffer *buf[2];
static int rounds;

static void *move(void *arg)
{
	long n = (long)arg;
	unsigned seed = (unsigned)n + 1;
	for (int i = 0; i < rounds; i++) {
		struct evbuffer *from = buf[n & 1], *to = buf[!(n & 1)];
		switch (rand_r(&seed) % 4) {
		case 0: CHECK(evbuffer_add_buffer(to, from) == 0); break;
		case 1: CHECK(evbuffer_prepend_buffer(to, from) == 0); break;
		default: CHECK(evbuffer_remove_buffer(from, to, (size_t)rand_r(&seed) % 3000) >= 0);
		}
	}
	return NULL;
}

static void count(struct evbuffer *b, int counts[256])
{
	unsigned char c;
	while (evbuffer_remove(b, &c, 1) == 1)
		counts[c]++;
}

static void crosswise(void)
{
	pthread_t thread[4];
	int counts[256] = { 0 }, wrong = 0;

	rounds = times(ROUNDS);
	for (int i = 0; i < 2; i++) {
		buf[i] = evbuffer_new();
		CHECK(evbuffer_enable_locking(buf[i], NULL) == 0);
	}
	for (int i = 0; i < SIZE; i++)
		evbuffer_add(buf[i % 2], &(unsigned char){ (unsigned char)(i % 250) }, 1);
	for (long n = 0; n < 4; n++)
		pthread_create(&thread[n], NULL, move, (void *)n);
	for (int n = 0; n < 4; n++)
		pthread_join(thread[n], NULL);
	count(buf[0], counts);
	count(buf[1], counts);
	for (int i = 0; i < 256; i++)
		wrong += counts[i] != (i < 250 ? SIZE / 250 : 0);
	SAY("%d bytes of %d are wrong\n", wrong, 256);
	evbuffer_free(buf[0]);
	evbuffer_free(buf[1]);
}

int main(void) { return stress(crosswise); }
