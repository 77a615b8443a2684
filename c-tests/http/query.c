// run: once
// evhttp_parse_query and evhttp_parse_query_str: pairs, and what is no query.
#include "text.h"

static const char *const queries[] = { "", "a", "a=", "=", "=b", "a=b", "a=b&", "&a=b", "&", "&&", "a=b&&c=d", "a=b&c=d", "a=b&c",
	"a&b=c", "a==b", "a=b=c", "a=b;c=d", "a=+b+", "a+b=c", "a=%41%2b", "%41=b", "a=%", "a=%4", "a=%zz", "a=%00b", "a=b&a=c", "A=1&a=2",
	"a=b#c", "a=?b", "?a=b", "a=b c", "a=\x80", "a=\nb", "a\r\nb=c", "a=b&=c", "a=b&c=d=", "a=&b=", "a= &b=+", "q=test&s=some+thing%26" };

static int parse_str(const char *text, struct evkeyvalq *list) { return evhttp_parse_query_str(text, list); }

static void show(const char *text, int (*parse)(const char *, struct evkeyvalq *))
{
	struct evkeyvalq list;
	memset(&list, 0xff, sizeof(list));
	SAY("%s: %d,", shown(text), parse(text, &list));
	say_pairs(&list);
	evhttp_clear_headers(&list);
	CHECK(!list.tqh_first && list.tqh_last == &list.tqh_first);
}

static void random_ones(void)
{
	uint64_t hash = 0;
	int good = 0;
	char text[300];
	for (int i = 0; i < 50000; i++) {
		struct evkeyvalq list;
		text_make(text, "a b c = = = & & & % %41 %4 + ; # ? \\s \x80", 9);
		if (evhttp_parse_query_str(text, &list) == 0) {
			good++;
			for (struct evkeyval *it = list.tqh_first; it; it = it->next.tqe_next) {
				text_hash(&hash, it->key);
				text_hash(&hash, it->value);
			}
		}
		evhttp_clear_headers(&list);
		if (evhttp_parse_query(text, &list) == 0)
			for (struct evkeyval *it = list.tqh_first; it; it = it->next.tqe_next)
				text_hash(&hash, it->value);
		evhttp_clear_headers(&list);
		text_hash(&hash, "");
	}
	SAY("%d good ones: %016llx\n", good, (unsigned long long)hash);
}

int main(void)
{
	char whole[100];
	for (unsigned i = 0; i < sizeof(queries) / sizeof(*queries); i++) {
		show(queries[i], parse_str);
		snprintf(whole, sizeof(whole), "http://host/path?%s", queries[i]);
		show(whole, evhttp_parse_query);
	}
	show("http://host/path", evhttp_parse_query);
	show("/path?a=b#c", evhttp_parse_query);
	show("?a=b", evhttp_parse_query);
	show("a=b", evhttp_parse_query);
	show("http://[/?a=b", evhttp_parse_query);
	random_ones();
	return t_result();
}
