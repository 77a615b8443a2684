// run: once
// on: ours
// evhttp_parse_query_str_flags, of libevent 2.2: names without a value, and the last of several values.
#include "text.h"

static void parses(const char *query, unsigned flags, const char *pairs)
{
	struct evkeyvalq list;
	char got[200] = "";
	CHECK(evhttp_parse_query_str_flags(query, &list, flags) == 0);
	for (struct evkeyval *it = list.tqh_first; it; it = it->next.tqe_next)
		sprintf(got + strlen(got), "%s[%s];", it->key, it->value);
	if (!CHECK(!strcmp(got, pairs)))
		SAY("%s: %s\n", query, got);
	evhttp_clear_headers(&list);
}

int main(void)
{
	const unsigned lenient = EVHTTP_URI_QUERY_NONCONFORMANT, last = EVHTTP_URI_QUERY_LAST_VAL;
	struct evkeyvalq list;
	parses("a=b&c=d", 0, "a[b];c[d];");
	parses("a=1&a=2", 0, "a[1];a[2];");
	CHECK(evhttp_parse_query_str_flags("a=1&b", &list, 0) == -1 && !list.tqh_first);
	CHECK(evhttp_parse_query_str_flags("a=1&b", &list, last) == -1 && !list.tqh_first);
	parses("a&b=c&d", lenient, "a[];b[c];d[];");
	parses("&&a=1&&", lenient, "a[1];");
	parses("=b&a=1", lenient, "a[1];");
	parses("", lenient, "");
	parses("a=1&b=2&a=3", last, "b[2];a[3];");
	parses("a=1&A=2", last, "A[2];");
	parses("a&a=1&a", lenient | last, "a[];");
	CHECK(evhttp_parse_query_str_flags(NULL, &list, 0) == -1);
	CHECK(evhttp_parse_query_str_flags("a=b", NULL, 0) == -1);
	return t_result();
}
