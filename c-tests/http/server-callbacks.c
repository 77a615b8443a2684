// run: once
// evhttp_set_cb, _del_cb and _set_gencb: which path goes where, and what they return.
#include "serve.h"

REQUEST(named)
{
	SAY("[%s: %s] ", (const char *)arg, evhttp_request_get_uri(req));
	evhttp_send_reply(req, 200, "OK", NULL);
}

static int left;
REQUEST(delete_itself)
{
	SAY("[delete %s: %d] ", (const char *)arg, evhttp_del_cb(http, arg));
	left = evhttp_del_cb(http, arg);
	evhttp_send_reply(req, 200, "OK", NULL);
}

static void try(const char *target)
{
	char request[200];
	const char *one = request;
	snprintf(request, sizeof(request), "GET %s " V11, target);
	table(&one, 1);
}

int main(void)
{
	static const char *const paths[] = { "/a", "/a/", "/a b", "/%41", "/q?x", "", "*", "/\303\244", "/a%20c", "/a+b", "/d#e" };
	static const char *const targets[] = { "/a", "/a/", "/A", "/a?x=y", "/a?", "/a#f", "/a;p", "/a%20b", "/a b", "/a%20c", "/a%2520c",
		"/%61", "/%41", "/%2541", "/%2Fa", "//a", "/./a", "/b/../a", "/q?x", "/q%3Fx", "*", "?x", "/%c3%a4", "/\303\244", "/a+b", "/a%2Bb",
		"/d%23e", "/a%00", "/a%00b", "/a%0", "/a%zz", "http://h/a", "http://h/A", "http://h", "http://h?x", "a", "/ab", "/" };

	serve(named, "general");
	SAY("twice:");
	for (size_t i = 0; i < COUNT(paths); i++) {
		SAY(" %d", evhttp_set_cb(http, paths[i], named, (void *)paths[i]));
		SAY(" %d", evhttp_set_cb(http, paths[i], ok, NULL));
	}
	SAY("\n");
	for (size_t i = 0; i < COUNT(targets); i++)
		try(targets[i]);
	SAY("deleted: %d\n", evhttp_del_cb(http, "/a"));
	SAY("again: %d\n", evhttp_del_cb(http, "/a"));
	SAY("never there: %d\n", evhttp_del_cb(http, "/b"));
	try("/a");
	SAY("set again: %d\n", evhttp_set_cb(http, "/a", named, "anew"));
	try("/a");
	evhttp_set_gencb(http, NULL, "unused");
	try("/a");
	try("/b");
	evhttp_set_gencb(http, named, NULL);
	evhttp_set_gencb(http, named, "replaced");
	try("/b");

	CHECK(evhttp_set_cb(http, "/self", delete_itself, "/self") == 0);
	try("/self");
	SAY("again: %d\n", left);
	try("/self");

	/* The path is copied. */
	char path[] = "/copy";
	CHECK(evhttp_set_cb(http, path, named, "copy") == 0);
	path[1] = 'x';
	try("/copy");
	try("/xopy");
	/* Without any general one. */
	evhttp_set_gencb(http, NULL, NULL);
	try("/b");
	stop_serving();
	return t_result();
}
