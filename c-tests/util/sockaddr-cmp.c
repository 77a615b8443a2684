// run: once
// evutil_sockaddr_cmp: equal or not, with and without the port, and the same order.
#include "kit.h"
#include <sys/un.h>

#define SIGN(x) (((x) > 0) - ((x) < 0))

static void compare_all(int include_port)
{
	static const char *const texts[] = { "1.2.3.4", "1.2.3.4:80", "1.2.3.4:256", "1.2.3.5",
		"1.2.4.0", "200.1.1.1", "1.1.1.200", "127.255.255.128", "::", "::1", "[::1]:80",
		"[::1]:20480", "[::1%1]:80", "[ff::1]:1", "::ffff:1.2.3.4", "80::" };
	enum { N = sizeof(texts) / sizeof(*texts) };
	struct sockaddr_storage all[N];

	for (int i = 0; i < N; i++) {
		int len = sizeof(all[i]);
		CHECK(evutil_parse_sockaddr_port(texts[i], (struct sockaddr *)&all[i], &len) == 0);
	}
	for (int i = 0; i < N; i++) {
		SAY("%s, port %d:", texts[i], include_port);
		for (int k = 0; k < N; k++) {
			int r = evutil_sockaddr_cmp((struct sockaddr *)&all[i],
			    (struct sockaddr *)&all[k], include_port);
			SAY(" %d", SIGN(r));
		}
		SAY("\n");
	}
}

static int cmp(void *a, void *b) { return evutil_sockaddr_cmp(a, b, 1); }

int main(void)
{
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = 7 }, in2 = in;
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 }, in6_2 = in6;
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	struct sockaddr none = { .sa_family = AF_UNSPEC };

	compare_all(0);
	compare_all(1);
	compare_all(-1);
	in2.sin_zero[3] = 1;
	SAY("padding: %d\n", cmp(&in, &in2));
	in6_2.sin6_flowinfo = 9;
	in6_2.sin6_scope_id = 9;
	SAY("flow and scope: %d\n", cmp(&in6, &in6_2));
	SAY("UNIX with itself: %d\n", cmp(&un, &un));
	SAY("no family with itself: %d\n", cmp(&none, &none));
	SAY("families: %d %d %d\n", cmp(&none, &un), cmp(&un, &in), cmp(&in6, &in));
	return t_result();
}
