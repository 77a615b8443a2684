// run: once
// Which function is asked: by path, virtual host and alias; and the methods that are allowed.
#include "serve.h"

static void named(struct evhttp_request *req, void *arg)
{
	SAY("  %s, host %s\n", (char *)arg, shown(evhttp_request_get_host(req)));
	evhttp_send_reply(req, 200, "OK", NULL);
}

static void get_for(const char *host, const char *uri)
{
	char text[300];
	snprintf(text, sizeof(text), "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n", uri, host);
	SAY("%s at %s\n", uri, host);
	connect_client();
	client_send(text, strlen(text));
	SAY("  %.12s\n", reply);
	client_close();
}

static void paths(void)
{
	static const char *const uris[] = { "/", "/a", "/a?b", "/a#b", "/a/", "/A", "/%61", "/a%2fb", "/a/b", "/a+b", "/a%20b",
		"//a", "a", "?", "http://h/a", "http://h", "http://h?x", "/x%00y", "*" };
	SAY("%d", evhttp_set_cb(http, "/", named, "root"));
	SAY(" %d", evhttp_set_cb(http, "/a", named, "a"));
	SAY(" %d", evhttp_set_cb(http, "/a", named, "a again"));
	SAY(" %d", evhttp_set_cb(http, "/a/b", named, "a/b"));
	SAY(" %d", evhttp_set_cb(http, "/a b", named, "a b"));
	SAY(" %d", evhttp_set_cb(http, "/a+b", named, "a+b"));
	SAY(" %d", evhttp_set_cb(http, "", named, "empty"));
	SAY(" %d\n", evhttp_set_cb(http, "/x", named, "x"));
	for (unsigned i = 0; i < sizeof(uris) / sizeof(*uris); i++)
		get_for("h", uris[i]);
	SAY("%d %d\n", evhttp_del_cb(http, "/a"), evhttp_del_cb(http, "/a"));
	get_for("h", "/a");
	evhttp_set_gencb(http, named, "general");
	get_for("h", "/a");
	get_for("h", "/a/b");
	evhttp_set_gencb(http, NULL, NULL);
	ask("GET /<nothing>\"&' HTTP/1.1\r\n\r\n");
}

static void virtual_hosts(void)
{
	static const char *const names[] = { "a.test", "A.TEST", "b.test", "x.b.test", "b.test.", "foo", "foobar", "barfoo",
		"alias", "ALIAS", "main", "inner.test", "deep.b.test", "nowhere", "", "a.test:80" };
	struct evhttp *a = evhttp_new(base), *b = evhttp_new(base), *star = evhttp_new(base), *inner = evhttp_new(base);
	evhttp_set_gencb(http, named, "main");
	evhttp_set_gencb(a, named, "a");
	evhttp_set_gencb(b, named, "b");
	evhttp_set_gencb(star, named, "star");
	evhttp_set_gencb(inner, named, "inner");
	SAY("%d", evhttp_add_virtual_host(http, "a.test", a));
	SAY(" %d", evhttp_add_virtual_host(http, "*.b.test", b));
	SAY(" %d", evhttp_add_virtual_host(http, "foo*", star));
	SAY(" %d", evhttp_add_virtual_host(b, "inner.test", inner));
	SAY(" %d", evhttp_add_virtual_host(http, "again", a));
	SAY(" %d", evhttp_add_server_alias(a, "alias"));
	SAY(" %d\n", evhttp_add_server_alias(http, "main"));
	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++)
		get_for(names[i], "/x");
	get_for("other", "http://a.test/x");
	SAY("%d", evhttp_remove_server_alias(a, "Alias"));
	SAY(" %d", evhttp_remove_server_alias(a, "alias"));
	SAY(" %d", evhttp_remove_virtual_host(http, a));
	SAY(" %d\n", evhttp_remove_virtual_host(http, a));
	get_for("alias", "/x");
	get_for("a.test", "/x");
	SAY("%d\n", evhttp_add_virtual_host(http, "a.test", a));
	get_for("a.test", "/x");
}

static void methods(void)
{
	static const char *const names[] = { "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH" };
	char text[100];
	evhttp_set_gencb(http, named, "general");
	for (int set = 0; set < 3; set++) {
		evhttp_set_allowed_methods(http, set == 0 ? EVHTTP_REQ_OPTIONS | EVHTTP_REQ_PATCH | EVHTTP_REQ_TRACE :
		    set == 1 ? 0 : EVHTTP_REQ_GET);
		for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++) {
			snprintf(text, sizeof(text), "%s /m HTTP/1.1\r\n\r\n", names[i]);
			SAY("%s\n", names[i]);
			connect_client();
			client_send(text, strlen(text));
			SAY("  %.12s%s\n", reply, client_closed ? ", closed" : "");
			client_close();
		}
	}
}

int main(void)
{
	serve(NULL, NULL);
	paths();
	virtual_hosts();
	methods();
	stop();
	return t_result();
}
