// run: once
// The functions that set a URI's parts, and what becomes of inconsistent ones in evhttp_uri_join.
#include "text.h"

static const char *const values[] = { NULL, "", "a", "http", "1", "a:b", "a@b", "/", "/a", "a/b", "//a", "?", "#", "a b", "%41",
	"%4", "[::1]", "[::g]", "[", "::1", "a%zz", "\x80", "a-b+c.d", "-", "~!$&'()*+,;=", "\"", "a?b", "a#b", "[v1.a]" };

static void set_all(struct evhttp_uri *uri, const char *name, int (*set)(struct evhttp_uri *, const char *),
    const char *(*get)(const struct evhttp_uri *))
{
	for (unsigned i = 0; i < sizeof(values) / sizeof(*values); i++) {
		char joined[200];
		int result = set(uri, values[i]);
		SAY("%s %s: %d, is %s, joined %s\n", name, shown(values[i]), result, shown(get(uri)),
		    shown(evhttp_uri_join(uri, joined, sizeof(joined))));
	}
	CHECK(set(uri, NULL) == 0);
}

static void all_parts(struct evhttp_uri *uri)
{
	set_all(uri, "scheme", evhttp_uri_set_scheme, evhttp_uri_get_scheme);
	set_all(uri, "userinfo", evhttp_uri_set_userinfo, evhttp_uri_get_userinfo);
	set_all(uri, "host", evhttp_uri_set_host, evhttp_uri_get_host);
	set_all(uri, "path", evhttp_uri_set_path, evhttp_uri_get_path);
	set_all(uri, "query", evhttp_uri_set_query, evhttp_uri_get_query);
	set_all(uri, "fragment", evhttp_uri_set_fragment, evhttp_uri_get_fragment);
}

int main(void)
{
	static const int ports[] = { -1, 0, 1, 80, 65535, -2, -100 };
	struct evhttp_uri *uri = evhttp_uri_new();
	char joined[200];
	SAY("new: %s %s %s %d %s %s %s\n", shown(evhttp_uri_get_scheme(uri)), shown(evhttp_uri_get_userinfo(uri)),
	    shown(evhttp_uri_get_host(uri)), evhttp_uri_get_port(uri), shown(evhttp_uri_get_path(uri)),
	    shown(evhttp_uri_get_query(uri)), shown(evhttp_uri_get_fragment(uri)));
	SAY("joined %s\n", shown(evhttp_uri_join(uri, joined, sizeof(joined))));
	SAY("in no room %s\n", shown(evhttp_uri_join(uri, joined, 0)));
	all_parts(uri);
	evhttp_uri_set_flags(uri, EVHTTP_URI_NONCONFORMANT);
	all_parts(uri);
	evhttp_uri_free(uri);

	uri = evhttp_uri_parse("s://u@h:1/p?q#f");
	all_parts(uri);
	for (unsigned i = 0; i < sizeof(ports) / sizeof(*ports); i++)
		SAY("port %d: %d, is %d\n", ports[i], evhttp_uri_set_port(uri, ports[i]), evhttp_uri_get_port(uri));
	evhttp_uri_free(uri);

	uri = evhttp_uri_parse("//h/p");
	CHECK(evhttp_uri_set_port(uri, 99) == 0 && evhttp_uri_set_userinfo(uri, "me") == 0);
	SAY("%s\n", shown(evhttp_uri_join(uri, joined, sizeof(joined))));
	CHECK(evhttp_uri_set_path(uri, "x") == 0);
	SAY("path without a slash: %s\n", shown(evhttp_uri_join(uri, joined, sizeof(joined))));
	CHECK(evhttp_uri_set_host(uri, NULL) == 0);
	SAY("no host any more: %s\n", shown(evhttp_uri_join(uri, joined, sizeof(joined))));
	evhttp_uri_free(uri);
	return t_result();
}
