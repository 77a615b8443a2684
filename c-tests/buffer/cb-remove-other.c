// A callback that removes others, or all of them: those that are gone are not called any more. (In the original
// it may remove only itself.)
// run: once
// on: ours
#include "memory/alloc.h"
#include "buffer/kit.h"

static struct evbuffer_cb_entry *entries[3];
static int calls[3], remover, victim; /* victim 3: all */

static void on_change(struct evbuffer *buf, const struct evbuffer_cb_info *info, void *arg)
{
	int own = (int)(intptr_t)arg;
	calls[own]++;
	if (own != remover)
		return;
	if (victim == 3) {
		CHECK(evbuffer_setcb(buf, NULL, NULL) == 0);
	} else if (entries[victim]) {
		CHECK(evbuffer_remove_cb_entry(buf, entries[victim]) == 0);
		entries[victim] = NULL;
	}
}

int main(void)
{
	al_start();
	for (remover = 0; remover < 3; remover++) {
		for (victim = 0; victim < 4; victim++) {
			struct evbuffer *buf = evbuffer_new();
			memset(calls, 0, sizeof calls);
			for (int i = 0; i < 3; i++)
				entries[i] = evbuffer_add_cb(buf, on_change, (void *)(intptr_t)i);
			put_text(buf, "text");
			/* The last one added is called first. */
			for (int i = 0; i < 3; i++)
				CHECK(calls[i] == !((victim == i || victim == 3) && i < remover));
			memset(calls, 0, sizeof calls);
			evbuffer_drain(buf, 2);
			for (int i = 0; i < 3; i++)
				CHECK(calls[i] == !(victim == i || victim == 3));
			evbuffer_free(buf);
			CHECK(al.live == 0);
		}
	}
	SAY("done\n");
	return t_result();
}
