// Long random scripts of everything that changes a buffer: the bytes must be right, and the extents the same as in
// the original.
// run: once
// timeout: 60
#include "buffer/steps.h"

static uint64_t state;

static unsigned below(unsigned n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(state >> 33) % n;
}

/* Sizes are often near the ends of blocks. */
static unsigned size(void)
{
	static const unsigned edges[] = { 2, 64, 488, 976, 977, 2000, 2048, 4048, 4096, 8144 };
	switch (below(4)) {
	case 0: return 1 + below(100);
	case 1: return 1 + below(1000);
	case 2: return 1 + below(6000);
	default: return edges[below(10)] + below(3) - (below(2) ? 1 : 0);
	}
}

static void script(char *text, size_t room, unsigned number)
{
	static const char *const one[] = { "add", "add", "add", "prepend", "drain", "drain", "drain", "expand", "printf",
		"add_iovec", "reference" };
	static const char *const two[] = { "add_buffer", "prepend_buffer", "remove_buffer", "remove_buffer" };
	int shared = 0;
	size_t n = 0;
	state = number;
	for (int i = 0; i < 14; i++) {
		const char *which = below(3) ? "" : "b ";
		unsigned a = size();
		switch (below(10)) {
		case 0:
			n += (size_t)snprintf(text + n, room - n, "%sreserve %u %u; %scommit %u; ", which, a, 1 + below(4),
			    which, below(3) ? a : below(a));
			break;
		case 1:
			n += (size_t)snprintf(text + n, room - n, "%sread %u %d; ", which, a,
			    below(2) ? -1 : (int)(1 + below(5000)));
			break;
		case 2: /* the bytes must be there */
			if (shared) /* the original may write into the block that both have: see pullup-shared */
				break;
			n += (size_t)snprintf(text + n, room - n, "%sadd %u; %spullup %d; ", which, a, which,
			    below(3) ? (int)(1 + below(a)) : -1);
			break;
		case 3:
			if (shared) /* no references to references, and none back into their source */
				which = "";
			n += (size_t)snprintf(text + n, room - n, "%s%s %u; ", which, two[below(4)], a);
			break;
		case 4:
			if (!shared) {
				shared = 1;
				n += (size_t)snprintf(text + n, room - n, "add %u; add_buffer_reference; ", a);
			}
			break;
		default:
			n += (size_t)snprintf(text + n, room - n, "%s%s %u; ", which, one[below(11)], a);
		}
		if (below(4) == 0)
			n += (size_t)snprintf(text + n, room - n, "%sshow; ", below(2) ? "" : "b ");
	}
	snprintf(text + n, room - n, "b show");
}

int main(void)
{
	for (unsigned i = 0; i < 1000 && !t_failures; i++) {
		char text[2000];
		script(text, sizeof text, i);
		SAY("%u: ", i);
		steps(text);
	}
	return t_result();
}
