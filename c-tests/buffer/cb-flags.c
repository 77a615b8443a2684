// EVBUFFER_CB_ENABLED: a disabled callback hears nothing, and afterwards not of what it missed; other flags.
// run: once
#include "buffer/kit.h"

int main(void)
{
	struct evbuffer *buf = evbuffer_new();
	struct evbuffer_cb_entry *a = evbuffer_add_cb(buf, say_change, "a"), *b = evbuffer_add_cb(buf, say_change, "b");
	static const ev_uint32_t flags[] = { 0, 2, 4, 0x10000, 0x20000, 0x40000, 0x80000000 };

	put_text(buf, "text");
	SAY("disable a: %d\n", evbuffer_cb_clear_flags(buf, a, EVBUFFER_CB_ENABLED));
	put_text(buf, "text");
	evbuffer_drain(buf, 1);
	SAY("disable b: %d\n", evbuffer_cb_clear_flags(buf, b, EVBUFFER_CB_ENABLED));
	put_text(buf, "text");
	evbuffer_drain(buf, 2);
	SAY("enable a: %d\n", evbuffer_cb_set_flags(buf, a, EVBUFFER_CB_ENABLED));
	put_text(buf, "text");
	SAY("enable b: %d\n", evbuffer_cb_set_flags(buf, b, EVBUFFER_CB_ENABLED));
	put_text(buf, "text");
	SAY("twice: %d", evbuffer_cb_set_flags(buf, a, EVBUFFER_CB_ENABLED));
	SAY(" %d\n", evbuffer_cb_clear_flags(buf, a, EVBUFFER_CB_ENABLED));
	SAY("twice: %d\n", evbuffer_cb_clear_flags(buf, a, EVBUFFER_CB_ENABLED));
	put_text(buf, "text");
	SAY("enable: %d\n", evbuffer_cb_set_flags(buf, a, EVBUFFER_CB_ENABLED));
	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
		SAY("flags %#x: set %d", flags[i], evbuffer_cb_set_flags(buf, b, flags[i]));
		SAY(", clear %d\n", evbuffer_cb_clear_flags(buf, b, flags[i]));
		put_text(buf, "text");
	}
	SAY("remove a disabled one: %d", evbuffer_cb_clear_flags(buf, b, EVBUFFER_CB_ENABLED));
	SAY(" %d\n", evbuffer_remove_cb_entry(buf, b));
	put_text(buf, "text");
	evbuffer_free(buf);
	return t_result();
}
