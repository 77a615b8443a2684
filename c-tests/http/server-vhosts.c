// run: once
// Virtual hosts: patterns, aliases, nested ones, where the name of the host comes from.
#include "serve.h"

REQUEST(at)
{
	const char *host = evhttp_request_get_host(req);
	struct evhttp *server = evhttp_connection_get_server(evhttp_request_get_connection(req));
	SAY("[%s, host %s] ", (const char *)arg, host ? visible(host, strlen(host)) : "NULL");
	CHECK(server == http);
	CHECK(evhttp_request_get_host(req) == host);
	evhttp_send_reply(req, 200, "OK", NULL);
}

static int is_main;
REQUEST(in_main)
{
	is_main = 1;
	evhttp_send_reply(req, 200, "OK", NULL);
}

static struct evhttp *vhost(struct evhttp *of, const char *pattern)
{
	struct evhttp *v = evhttp_new(NULL);
	int result = evhttp_add_virtual_host(of, pattern, v);
	evhttp_set_gencb(v, at, (void *)pattern);
	if (result)
		SAY("add %s: %d\n", pattern, result);
	return v;
}

static void try(const char *host)
{
	char request[500];
	const char *one = request;
	snprintf(request, sizeof(request), "GET / HTTP/1.1\r\nHost: %s" END, host);
	table(&one, 1);
}

static void all(void)
{
	static const char *const hosts[] = { "a.example", "A.EXAMPLE", "a.example:80", "a.example:", "a.example:x", "a.example.",
		"b.example", "x.b.example", "y.x.b.example", ".b.example", "b.example.x", "c1.example", "c.example", "c12.example", "alias",
		"ALIAS", "alias:8080", "alias2", "main-alias", "in.d.example", "other.d.example", "d.example", "in.d.example:1", "nested-alias",
		"e1", "e?", "[ab]", "a", "b", "", " ", "x", "*", "*.b.example", "[::1]", "[::1]:80", "::1", "a.example, b.example", "a.example b",
		"user@a.example", "foo.e.x.e.bar", "longer.e.x.e.bar.e.bar" };
	for (size_t i = 0; i < COUNT(hosts); i++)
		try(hosts[i]);
}

int main(void)
{
	static const char *const where[] = {
		"GET / " V11, "GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.0\r\nHost: a.example" END, "GET http://a.example/ " V11,
		"GET http://a.example/ HTTP/1.1\r\nHost: x" END, "GET http://a.example:8080/ HTTP/1.1\r\nHost: x" END,
		"GET http://X/ HTTP/1.1\r\nHost: a.example" END, "GET http:///p HTTP/1.1\r\nHost: a.example" END,
		"GET //a.example/ HTTP/1.1\r\nHost: x" END, "GET http://u:p@a.example/ " V11, "GET http://[::1]:80/ " V11,
		"GET http://alias/ HTTP/1.1\r\nHost: a.example" END, "GET / HTTP/1.1\r\nhost: a.example" END,
		"GET / HTTP/1.1\r\nHost: a.example\r\nHost: x" END, "GET / HTTP/1.1\r\nHost: x\r\nHost: a.example" END,
		"GET / HTTP/1.1\r\nX-Host: a.example" END, "GET / HTTP/1.1\r\nHost: a.example\r\n :80" END,
		"GET / HTTP/1.1\r\nHost:a.example:080" END, "GET / HTTP/1.1\r\nHost: a.example:99999" END,
	};
	struct evhttp *a, *b, *d, *in, *removed;

	serve(at, "main");
	a = vhost(http, "a.example");
	b = vhost(http, "*.b.example");
	vhost(http, "c?.example");
	d = vhost(http, "*.d.example");
	in = vhost(d, "in.d.example");
	vhost(http, "[ab]");
	vhost(http, "e\\?");
	vhost(http, "*.e.*.e.bar");
	SAY("alias: %d", evhttp_add_server_alias(a, "alias"));
	SAY(" again: %d", evhttp_add_server_alias(a, "alias"));
	SAY(" of another: %d", evhttp_add_server_alias(b, "alias"));
	SAY(" 2: %d", evhttp_add_server_alias(b, "alias2"));
	SAY(" main: %d", evhttp_add_server_alias(http, "main-alias"));
	SAY(" nested: %d\n", evhttp_add_server_alias(in, "nested-alias"));
	all();
	TABLE(where);

	SAY("remove alias: %d", evhttp_remove_server_alias(a, "ALIAS"));
	SAY(" again: %d", evhttp_remove_server_alias(a, "alias"));
	SAY(" never there: %d\n", evhttp_remove_server_alias(a, "x"));
	try("alias");
	SAY("remove the other one: %d\n", evhttp_remove_server_alias(a, "alias"));
	SAY("remove that of b: %d\n", evhttp_remove_server_alias(b, "alias"));
	try("alias");

	/* The same pattern twice; one host for two servers; one that is removed is the program's again. */
	removed = vhost(http, "a.example");
	SAY("add again: %d\n", evhttp_add_virtual_host(http, "second", removed));
	try("a.example");
	SAY("remove: %d", evhttp_remove_virtual_host(http, a));
	SAY(" again: %d", evhttp_remove_virtual_host(http, a));
	SAY(" nested: %d\n", evhttp_remove_virtual_host(d, in));
	try("a.example");
	try("second");
	try("in.d.example");
	SAY("anew: %d\n", evhttp_add_virtual_host(http, "anew", a));
	try("anew");
	evhttp_free(in);

	/* A star at the end, in the middle, several. */
	static const char *const patterns[] = { "*", "s*", "*s", "s*t", "*.*", "**", "s**t", "*S*.t*", "", "s" };
	static const char *const names[] = { "s", "st", "sxt", "sts", "ss", "s.t", ".", "", "xs.ty", "*", "t", "stxt", "xst" };
	for (size_t i = 0; i < COUNT(patterns); i++) {
		struct evhttp *v = vhost(http, patterns[i]);
		SAY("\"%s\" matches", patterns[i]);
		for (size_t k = 0; k < COUNT(names); k++) {
			char request[100];
			int client_fd = client();
			snprintf(request, sizeof(request), "GET /name HTTP/1.1\r\nHost: %s" END, names[k]);
			is_main = 0;
			CHECK(evhttp_set_cb(http, "/name", in_main, NULL) == 0);
			evhttp_set_gencb(v, ok, NULL);
			puts_to(client_fd, request);
			come(client_fd);
			if (!is_main)
				SAY(" \"%s\"", names[k]);
			close(client_fd);
			run();
			CHECK(evhttp_del_cb(http, "/name") == 0);
		}
		SAY("\n");
		CHECK(evhttp_remove_virtual_host(http, v) == 0);
		evhttp_free(v);
	}

	/* A virtual host's own paths; what it lacks is not looked for elsewhere. */
	CHECK(evhttp_set_cb(http, "/", at, "main's path") == 0);
	CHECK(evhttp_set_cb(a, "/x", at, "anew's path") == 0);
	try("anew");
	try("x");
	evhttp_set_gencb(a, NULL, NULL);
	try("anew");
	evhttp_set_allowed_methods(a, EVHTTP_REQ_POST);
	evhttp_set_gencb(a, at, "anew");
	try("anew");

	/* A server that listens already. */
	struct evhttp *listens = evhttp_new(base);
	CHECK(evhttp_accept_socket(listens, listening()) == 0);
	SAY("listens: %d\n", evhttp_add_virtual_host(http, "listens", listens));
	evhttp_free(listens);
	stop_serving();
	return t_result();
}
