// run: once
// evutil_gai_strerror: a text for every code, and one for those that are none.
#include "t.h"
#include <limits.h>
#include <netdb.h>

#define SHOW(code) SAY("%s: %s\n", #code, evutil_gai_strerror(code))

int main(void)
{
	int i;
	SHOW(0);
	SHOW(EVUTIL_EAI_ADDRFAMILY);
	SHOW(EVUTIL_EAI_AGAIN);
	SHOW(EVUTIL_EAI_BADFLAGS);
	SHOW(EVUTIL_EAI_FAIL);
	SHOW(EVUTIL_EAI_FAMILY);
	SHOW(EVUTIL_EAI_MEMORY);
	SHOW(EVUTIL_EAI_NODATA);
	SHOW(EVUTIL_EAI_NONAME);
	SHOW(EVUTIL_EAI_SERVICE);
	SHOW(EVUTIL_EAI_SOCKTYPE);
	SHOW(EVUTIL_EAI_SYSTEM);
	SHOW(EVUTIL_EAI_CANCEL);
	for (i = -120; i <= 20; i++)
		SAY("%d: %s\n", i, evutil_gai_strerror(i));
	SHOW(INT_MAX);
	SHOW(INT_MIN);
	SHOW(EVUTIL_EAI_CANCEL - 1);
	SHOW(EVUTIL_EAI_CANCEL + 1);
	return t_result();
}
