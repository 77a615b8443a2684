// evbuffer_set_flags and evbuffer_clear_flags take any flags. A buffer that drains to an fd is otherwise as others.
// run: once
#include "buffer/kit.h"

int main(void)
{
	static const ev_uint64_t flags[] = { 0, EVBUFFER_FLAG_DRAINS_TO_FD, 2, 4, 1ull << 40, ~0ull };
	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
		struct evbuffer *buf = evbuffer_new();
		char got[10] = "";
		SAY("%#llx: set %d", (unsigned long long)flags[i], evbuffer_set_flags(buf, flags[i]));
		put_text(buf, "some ");
		evbuffer_add_reference(buf, "text", 4, NULL, NULL);
		SAY(", %d bytes", evbuffer_remove(buf, got, 9));
		SAY(", \"%s\"", got);
		SAY(", clear %d\n", evbuffer_clear_flags(buf, flags[i]));
		evbuffer_free(buf);
	}
	return t_result();
}
