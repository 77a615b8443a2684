// evbuffer_readln: the lines of a text in each style, what is left, and what is NULL.
// run: once
#include "buffer/kit.h"

static void all(struct evbuffer *buf, enum evbuffer_eol_style style)
{
	size_t n = 77;
	char *line;
	SAY("%s\n", eol_name((int)style));
	while ((line = evbuffer_readln(buf, &n, style)) != NULL) {
		SAY("  %zu ", n);
		say_bytes(line, n + 1); /* with the zero at its end */
		SAY(", %zu left\n", evbuffer_get_length(buf));
		free(line);
	}
	SAY("  NULL, %zu", n);
	say_text(" left", buf);
	CHECK(evbuffer_readln(buf, NULL, style) == NULL);
}

int main(void)
{
	static const char text[] = "one\ntwo\r\nthree\r\r\n\n\n\rfour\0five\n\rsix\0\0seven\r";
	for (int style = 0; style < EOL_STYLES; style++) {
		struct evbuffer *buf = evbuffer_new();
		all(buf, style);
		evbuffer_add(buf, text, sizeof text - 1);
		all(buf, style);
		/* Later the rest of a line comes. */
		evbuffer_add(buf, "\n", 1);
		all(buf, style);
		evbuffer_add(buf, "end\r\n\0", 6);
		all(buf, style);
		evbuffer_free(buf);
		for (size_t cut = 1; cut < 4; cut++) {
			buf = evbuffer_new();
			for (size_t i = 0; i < sizeof text - 1; i += cut)
				evbuffer_add_reference(buf, text + i,
				    cut < sizeof text - 1 - i ? cut : sizeof text - 1 - i, NULL, NULL);
			all(buf, style);
			evbuffer_free(buf);
		}
	}
	return t_result();
}
