// run: once
// on: ours
// NULL for a listener: an error, or nothing. (The original crashes.)
#include "kit.h"

int main(void)
{
	evconnlistener_free(NULL);
	CHECK(evconnlistener_enable(NULL) == -1);
	CHECK(evconnlistener_disable(NULL) == -1);
	CHECK(evconnlistener_get_base(NULL) == NULL);
	CHECK(evconnlistener_get_fd(NULL) == EVUTIL_INVALID_SOCKET);
	evconnlistener_set_cb(NULL, count, NULL);
	evconnlistener_set_error_cb(NULL, NULL);
	return t_result();
}
