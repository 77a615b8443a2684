// run: once
// on: ours
// URIs, queries, encodings and lists of headers with any request for memory refused.
#include "memory/alloc.h"
#include "text.h"

static void drop(char *text)
{
	CHECK(text || al.failed);
	al_free(text);
}

/* What cannot be set stays as it was. */
static void building(void)
{
	char text[100];
	struct evhttp_uri *uri = evhttp_uri_new();
	CHECK(uri || al.failed);
	if (!uri)
		return;
	CHECK(evhttp_uri_set_scheme(uri, "http") == 0 || !evhttp_uri_get_scheme(uri));
	CHECK(evhttp_uri_set_userinfo(uri, "me") == 0 || !evhttp_uri_get_userinfo(uri));
	CHECK(evhttp_uri_set_host(uri, "host") == 0 || !evhttp_uri_get_host(uri));
	CHECK(evhttp_uri_set_port(uri, 80) == 0);
	CHECK(evhttp_uri_set_path(uri, "/") == 0 || al.failed);
	CHECK(evhttp_uri_set_query(uri, "q") == 0 || !evhttp_uri_get_query(uri));
	CHECK(evhttp_uri_set_fragment(uri, "f") == 0 || !evhttp_uri_get_fragment(uri));
	if (evhttp_uri_join(uri, text, sizeof text))
		CHECK(al.failed || !strcmp(text, "http://me@host:80/?q#f"));
	else
		CHECK(al.failed);
	evhttp_uri_free(uri);
	uri = evhttp_uri_parse_with_flags("http://unix:/socket:/path", EVHTTP_URI_UNIX_SOCKET);
	CHECK(uri || al.failed);
	if (uri)
		evhttp_uri_free(uri);
}

static void run(void)
{
	struct evkeyvalq list;
	struct evhttp_uri *uri = evhttp_uri_parse("http://u@h:1/p?q#f");
	CHECK(uri || al.failed);
	if (uri) {
		CHECK(evhttp_uri_set_path(uri, "/a/b") == 0 || !strcmp(evhttp_uri_get_path(uri), "/p"));
		CHECK(evhttp_uri_set_host(uri, NULL) == 0);
		evhttp_uri_free(uri);
	}
	building();
	drop(evhttp_encode_uri("a b"));
	drop(evhttp_uriencode("a b", 3, 1));
	drop(evhttp_uridecode("a+b", 1, NULL));
	drop(evhttp_decode_uri("a%20b"));
	drop(evhttp_htmlescape("<"));
	CHECK(evhttp_parse_query("?a=b&c=d", &list) == 0 || (al.failed && !list.tqh_first));
	CHECK(evhttp_add_header(&list, "e", "f") == 0 || al.failed);
	evhttp_clear_headers(&list);
	CHECK(evhttp_parse_query_str("a=b&c=d", &list) == 0 || (al.failed && !list.tqh_first));
	evhttp_clear_headers(&list);
	CHECK(evhttp_parse_query_str_flags("a=b&a=c", &list, EVHTTP_URI_QUERY_LAST_VAL) == 0 ||
	    (al.failed && !list.tqh_first));
	evhttp_clear_headers(&list);
}

int main(void)
{
	al_start();
	run();
	al_every_failure("all", run);
	CHECK(al.live == 0);
	return t_result();
}
