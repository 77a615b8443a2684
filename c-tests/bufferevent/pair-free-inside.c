// run: once
// In the callbacks of one of a pair, that one, its partner or both are freed.
#include "bufferevent/kit.h"

static struct event_base *base;
static struct bufferevent *pair[2];
static const char *which;
static char when;
static int calls;

static void drop(char now)
{
	if (now != when)
		return;
	CHECK(calls++ == 0);
	for (const char *c = which; *c; c++) {
		bufferevent_free(pair[*c - 'a']);
		pair[*c - 'a'] = NULL;
	}
}

static void on_read(struct bufferevent *bev, void *arg)
{
	SAY("  b read \"%s\"\n", b_text(bufferevent_get_input(bev)));
	drop('r');
}

static void on_write(struct bufferevent *bev, void *arg)
{
	SAY("  a written\n");
	drop('w');
}

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	SAY("  b event %s\n", b_what(what));
	drop('e');
}

static void run(char in, const char *freed, int options)
{
	when = in;
	which = freed;
	calls = 0;
	SAY(" in %c: %s\n", in, freed);
	CHECK(bufferevent_pair_new(base, options, pair) == 0);
	/* Only one of the two is called back, so that the order between them does not matter. */
	if (in == 'w')
		bufferevent_setcb(pair[0], NULL, on_write, NULL, NULL);
	else
		bufferevent_setcb(pair[1], on_read, NULL, on_event, NULL);
	bufferevent_enable(pair[0], EV_READ);
	bufferevent_enable(pair[1], EV_READ);
	put_text(pair[0], "text");
	if (in == 'e')
		bufferevent_flush(pair[0], EV_WRITE, BEV_FINISHED);
	settle(base);
	CHECK(calls == 1);
	for (int i = 0; i < 2; i++) {
		if (!pair[i])
			continue;
		CHECK(bufferevent_pair_get_partner(pair[i]) == NULL);
		put_text(pair[i], "more");
		settle(base);
		SAY("  left: out %zu\n", evbuffer_get_length(bufferevent_get_output(pair[i])));
		bufferevent_free(pair[i]);
	}
	settle(base);
}

int main(void)
{
	static const int kinds[] = { 0, BEV_OPT_UNLOCK_CALLBACKS };
	base = event_base_new();
	for (int i = 0; i < 2; i++) {
		SAY("options %#x\n", kinds[i]);
		for (const char *c = "rwe"; *c; c++) {
			run(*c, "a", kinds[i]);
			run(*c, "b", kinds[i]);
			run(*c, "ab", kinds[i]);
			run(*c, "ba", kinds[i]);
		}
	}
	SAY("dispatch %d\n", event_base_dispatch(base));
	event_base_free(base);
	return t_result();
}
