// The old functions: evbuffer_readline, evbuffer_find, EVBUFFER_LENGTH and EVBUFFER_DATA.
// run: once
#include "buffer/kit.h"

static void find(struct evbuffer *buf, const char *what, size_t n)
{
	unsigned char *at = evbuffer_find(buf, (const unsigned char *)what, n);
	SAY("find ");
	say_bytes(what, n);
	if (at)
		SAY(": at %td\n", at - evbuffer_pullup(buf, 1)); /* which moves nothing */
	else
		SAY(": not there\n");
}

int main(void)
{
	struct evbuffer *buf = evbuffer_new();
	char *line;

	SAY("empty: %zu, %d, %d\n", EVBUFFER_LENGTH(buf), EVBUFFER_DATA(buf) != NULL, evbuffer_readline(buf) != NULL);
	find(buf, "x", 1);
	evbuffer_free(buf);

	buf = BLOCKS("one\r", "\ntwo\r", "three\n", "\n\r\nfo", "ur\r\r\r");
	while ((line = evbuffer_readline(buf)) != NULL) {
		SAY("line ");
		say_bytes(line, strlen(line));
		SAY(", %zu left\n", EVBUFFER_LENGTH(buf));
		free(line);
	}
	put_text(buf, "no end");
	SAY("no end: %d\n", evbuffer_readline(buf) != NULL);
	say_text("left", buf);
	evbuffer_free(buf);

	buf = BLOCKS("some ", "more", "over");
	find(buf, "some", 4);
	find(buf, "e mo", 4);
	find(buf, "moreover", 8);
	find(buf, "r", 1);
	find(buf, "", 0);
	find(buf, "x", 1);
	find(buf, "some moreover", 13);
	find(buf, "some moreover.", 14);
	evbuffer_free(buf);

	/* What evbuffer_find gives can be used as memory up to the end of what was found. */
	buf = BLOCKS("some ", "more", "over");
	CHECK(!memcmp(evbuffer_find(buf, (const unsigned char *)"e mor", 5), "e mor", 5));
	say_extents("then", buf);
	CHECK(!memcmp(EVBUFFER_DATA(buf), "some moreover", 13));
	say_extents("then", buf);
	evbuffer_free(buf);
	return t_result();
}
