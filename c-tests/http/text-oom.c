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
	drop(evhttp_encode_uri("a b"));
	drop(evhttp_decode_uri("a%20b"));
	drop(evhttp_htmlescape("<"));
	CHECK(evhttp_parse_query("?a=b&c=d", &list) == 0 || (al.failed && !list.tqh_first));
	CHECK(evhttp_add_header(&list, "e", "f") == 0 || al.failed);
	evhttp_clear_headers(&list);
	CHECK(evhttp_parse_query_str("a=b&c=d", &list) == 0 || (al.failed && !list.tqh_first));
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
