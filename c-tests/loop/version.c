// run: once
// The version as text and as a number agree, and the sizes fit the headers.
#include "t.h"
#include <event2/event_struct.h>

int main(void)
{
	unsigned major = 0, minor = 0, patch = 0;
	unsigned number = event_get_version_number();
	const char *text = event_get_version();

	CHECK(sscanf(text, "%u.%u.%u", &major, &minor, &patch) == 3);
	CHECK(number >> 24 == major);
	CHECK((number >> 16 & 255) == minor);
	CHECK((number >> 8 & 255) == patch);
	CHECK(number >= 0x02010c00);
	CHECK(event_get_version() == text);
	SAY("major version %u\n", major);
	SAY("struct event has %zu bytes\n", event_get_struct_event_size());
	CHECK(event_get_struct_event_size() <= sizeof(struct event));
	return t_result();
}
