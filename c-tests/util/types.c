// run: once
// The ev_ types and their limits, and evutil_offsetof.
#include "t.h"
#include <stdint.h>

struct shape {
	char a;
	long b;
	struct { short c[3]; } d;
};

#define TYPE(type) SAY("%s: %zu %s\n", #type, sizeof(type), (type)-1 < 0 ? "signed" : "unsigned")

_Static_assert((ev_uint8_t)-1 > 0 && (ev_uint16_t)-1 > 0, "unsigned");
_Static_assert((ev_uint32_t)-1 > 0 && (ev_uint64_t)-1 > 0 && (ev_uintptr_t)-1 > 0, "unsigned");
_Static_assert(EV_SIZE_MAX == SIZE_MAX, "size_t");
_Static_assert(EV_SSIZE_MAX == INT64_MAX && EV_SSIZE_MIN == INT64_MIN, "ssize_t");

int main(void)
{
	TYPE(ev_int8_t);
	TYPE(ev_int16_t);
	TYPE(ev_int32_t);
	TYPE(ev_int64_t);
	TYPE(ev_intptr_t);
	TYPE(ev_ssize_t);
	TYPE(ev_off_t);
	TYPE(evutil_socket_t);
	SAY("%zu %zu %zu %zu %zu %zu\n", sizeof(ev_uint8_t), sizeof(ev_uint16_t), sizeof(ev_uint32_t),
	    sizeof(ev_uint64_t), sizeof(ev_uintptr_t), sizeof(ev_socklen_t));
	SAY("%d %d %d\n", EV_INT8_MIN, EV_INT8_MAX, EV_UINT8_MAX);
	SAY("%d %d %d\n", EV_INT16_MIN, EV_INT16_MAX, EV_UINT16_MAX);
	SAY("%ld %ld %lu\n", (long)EV_INT32_MIN, (long)EV_INT32_MAX, (unsigned long)EV_UINT32_MAX);
	SAY("%lld %lld %llu\n", (long long)EV_INT64_MIN, (long long)EV_INT64_MAX,
	    (unsigned long long)EV_UINT64_MAX);
	SAY("%zu %zu %zu\n", (size_t)evutil_offsetof(struct shape, a), (size_t)evutil_offsetof(struct shape, b),
	    (size_t)evutil_offsetof(struct shape, d.c));
	return t_result();
}
