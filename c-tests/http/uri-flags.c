// run: once
// on: ours
// EVHTTP_URI_HOST_STRIP_BRACKETS and EVHTTP_URI_UNIX_SOCKET, of libevent 2.2.
#include "text.h"

static int is(const char *got, const char *wanted)
{
	int same = wanted ? got && !strcmp(got, wanted) : !got;
	if (!same)
		SAY("%s, not %s\n", shown(got), shown(wanted));
	return same;
}

static void parses(const char *text, unsigned flags, const char *host, const char *socket, int port, const char *path)
{
	struct evhttp_uri *uri = evhttp_uri_parse_with_flags(text, flags);
	char joined[200];
	if (!CHECK(uri != NULL))
		return;
	CHECK(is(evhttp_uri_get_host(uri), host));
	CHECK(is(evhttp_uri_get_unixsocket(uri), socket));
	CHECK(evhttp_uri_get_port(uri) == port);
	CHECK(is(evhttp_uri_get_path(uri), path));
	CHECK(is(evhttp_uri_join(uri, joined, sizeof(joined)), text));
	evhttp_uri_free(uri);
}

int main(void)
{
	const unsigned strip = EVHTTP_URI_HOST_STRIP_BRACKETS, local = EVHTTP_URI_UNIX_SOCKET;
	struct evhttp_uri *uri;
	char joined[200];

	parses("http://[::1]:80/a", 0, "[::1]", NULL, 80, "/a");
	parses("http://[::1]:80/a", strip, "::1", NULL, 80, "/a");
	parses("http://u@[::1]/a?b#c", strip, "::1", NULL, -1, "/a");
	parses("http://a/b", strip, "a", NULL, -1, "/b");
	CHECK(!evhttp_uri_parse_with_flags("http://[::g]/", strip));

	parses("http://unix:/run/a.sock:/b?c", local, "", "/run/a.sock", -1, "/b");
	parses("http://u:p@unix:/run/a.sock:", local, "", "/run/a.sock", -1, "");
	parses("http://unix:80/b", local, "unix", NULL, 80, "/b");
	parses("http://unix:80/b", 0, "unix", NULL, 80, "/b");

	uri = evhttp_uri_new();
	CHECK(is(evhttp_uri_get_unixsocket(uri), NULL));
	evhttp_uri_set_flags(uri, strip);
	CHECK(evhttp_uri_set_host(uri, "[::1]") == 0 && is(evhttp_uri_get_host(uri), "::1"));
	CHECK(is(evhttp_uri_join(uri, joined, sizeof(joined)), "//[::1]"));
	CHECK(evhttp_uri_set_host(uri, "[::") == -1 && is(evhttp_uri_get_host(uri), "::1"));
	CHECK(evhttp_uri_set_host(uri, "b") == 0 && is(evhttp_uri_join(uri, joined, sizeof(joined)), "//b"));
	CHECK(evhttp_uri_set_unixsocket(uri, "/x") == 0 && is(evhttp_uri_get_unixsocket(uri), "/x"));
	CHECK(is(evhttp_uri_join(uri, joined, sizeof(joined)), "//unix:/x:"));
	CHECK(evhttp_uri_set_unixsocket(uri, NULL) == 0 && is(evhttp_uri_join(uri, joined, sizeof(joined)), "//b"));
	evhttp_uri_free(uri);
	evhttp_uri_free(NULL);
	return t_result();
}
