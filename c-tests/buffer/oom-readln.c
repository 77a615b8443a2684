// evbuffer_readln when there is no memory: NULL, and the line is still there. The line comes from the program's
// malloc, as event_set_mem_functions gave it.
// run: once
#include "buffer/oom.h"

static void scenario(void)
{
	oom_off();
	for (int blocks = 0; blocks < 2; blocks++) {
		struct evbuffer *buf = blocks ? BLOCKS("o", "ne\r", "\nrest") : BLOCKS("one\r\nrest");
		size_t n = 77;
		char *line;
		oom_on();
		line = evbuffer_readln(buf, &n, EVBUFFER_EOL_CRLF);
		oom_off();
		CHECK(line || al.failed);
		if (!line) {
			CHECK(n == 0 && evbuffer_get_length(buf) == 9);
			line = evbuffer_readln(buf, &n, EVBUFFER_EOL_CRLF);
		}
		CHECK(line && n == 3 && !strcmp(line, "one"));
		al_free(line);
		CHECK(evbuffer_get_length(buf) == 4);
		oom_on();
		line = evbuffer_readline(buf);
		oom_off();
		CHECK(!line);
		evbuffer_free(buf);
	}
	oom_on();
}

int main(void)
{
	al_start();
	al_every_failure("reading lines", scenario);
	CHECK(al.live == 0);
	return t_result();
}
