// run: once
// evhttp_uri_parse and evhttp_uri_parse_with_flags: what is a URI, its parts, and that it can be put together again.
#include "text.h"

static const char *const uris[] = {
	"", "/", "//", "///", "a", "a/b", "/a/b", ".", "..", "?", "#", "?a", "#a", "?#", "a?b#c", "/a?b?c#d", "/a#b#c",
	"http:", "http:/", "http://", "http:///", "http://a", "http://a/", "http://a?b", "http://a#b", "HTTP://A/B",
	"http://www.example.com/a/b;c=1/d?q=1&r=2#frag", "http:a/b", "http:?a", "mailto:a@b.c", "urn:a:b:c",
	"1http://a", "h-t+t.p1://a", "h_ttp://a", "://a", ":a", "a:b", "a:b:c", "a/b:c", "./a:b", "1:2", "/a:b", "?a:b",
	"http://a:80", "http://a:", "http://a:0", "http://a:65535", "http://a:65536", "http://a:99999999999", "http://a:-1",
	"http://a:+1", "http://a: 1", "http://a:1 ", "http://a:b", "http://a:1:2", "http://:80", "http://:",
	"http://u@h", "http://u:p@h:1", "http://@h", "http://u@", "http://a@b@c", "http://u%40@h", "http://u%4@h",
	"http://u/@h", "http://a:1@b", "http://u[@h", "http://u:p:q@h", "http://\x80@h",
	"http://[::1]", "http://[::1]:80/", "http://[::1]a", "http://[::1", "http://::1]", "http://[]", "http://[:]",
	"http://[::g]", "http://[1.2.3.4]", "http://[::1.2.3.4]", "http://[::1%25eth0]", "http://[::1%eth0]",
	"http://[v1.a]", "http://[v1.]", "http://[v.a]", "http://[vg.a]", "http://[V7f.a:b]", "http://[v1.a b]",
	"http://[v1.%41]", "http://[1:2:3:4:5:6:7:8]", "http://[1:2:3:4:5:6:7:8:9]", "http://[::1]:", "http://[::1]:x",
	"http://a b/", "http://a%20b/", "http://a%2/", "http://a%zz/", "http://a\x80/", "http://a_b~c!$&'()*+,;=/",
	"http://a\"b/", "http://a<b>/", "http://a\\b/", "http://a^/", "http://a`/", "http://a{}/", "http://a|/",
	"/a b", "/a%20b", "/a%2", "/a%", "/a%zz", "/\x80", "/\"", "/<", "/>", "/\\", "/^", "/`", "/{", "/|", "/}", "/[", "/]",
	"/:@!$&'()*+,;=-._~", "/a\tb", "/a\nb", "/a\x7f", "/a//b", "//a//b",
	"?a b", "?%", "?[", "?\x80", "?:@/?", "#a b", "#%", "#[", "#:@/?", "?a=b&c=d+e", "?\"",
	"http://a/b?c#d e", "http://a/b?c d#e", "http://a/b c?d#e", "http://unix:/tmp/x:/a", "http://unix:/a", "*",
	"a b:c", "a%20:b", "-a:b", "a", "%", "%41", " http://a", "http ://a", "http://a/ ", "\t", "//a@", "//[",
	"//]", "///a?b", "http:////a", "file:///etc/passwd", "//a:b@c:1/d?e#f", "tel:+1-816", "a://b:c@d:e",
};

static void show(const char *text, unsigned flags)
{
	struct evhttp_uri *uri = evhttp_uri_parse_with_flags(text, flags);
	char joined[500];
	if (!uri) {
		SAY(" no\n");
		return;
	}
	SAY(" scheme %s user %s host %s port %d path %s query %s fragment %s", shown(evhttp_uri_get_scheme(uri)),
	    shown(evhttp_uri_get_userinfo(uri)), shown(evhttp_uri_get_host(uri)), evhttp_uri_get_port(uri),
	    shown(evhttp_uri_get_path(uri)), shown(evhttp_uri_get_query(uri)), shown(evhttp_uri_get_fragment(uri)));
	memset(joined, 'x', sizeof(joined));
	SAY(" joined %s", shown(evhttp_uri_join(uri, joined, sizeof(joined))));
	if (joined[0] != 'x') {
		size_t len = strlen(joined);
		SAY(" exactly %d, less %d", evhttp_uri_join(uri, joined, len + 1) != NULL,
		    evhttp_uri_join(uri, joined, len) != NULL);
	}
	SAY("\n");
	evhttp_uri_free(uri);
}

static void random_ones(unsigned flags)
{
	uint64_t hash = 0;
	int good = 0;
	char text[400], joined[500];
	for (int i = 0; i < 100000; i++) {
		struct evhttp_uri *uri;
		text_make(text, "http a b.c : : / / // ? # @ [ ] [::1] :80 :1x %41 % %4 \\s \x80 1 . - + ~ & = ; \" < ^ v1. :: f",
		    9);
		uri = evhttp_uri_parse_with_flags(text, flags);
		text_hash(&hash, uri ? "1" : "0");
		if (!uri)
			continue;
		good++;
		text_hash(&hash, evhttp_uri_get_scheme(uri));
		text_hash(&hash, evhttp_uri_get_userinfo(uri));
		text_hash(&hash, evhttp_uri_get_host(uri));
		text_hash(&hash, evhttp_uri_get_path(uri));
		text_hash(&hash, evhttp_uri_get_query(uri));
		text_hash(&hash, evhttp_uri_get_fragment(uri));
		text_hash(&hash, evhttp_uri_join(uri, joined, sizeof(joined)));
		hash += evhttp_uri_get_port(uri);
		evhttp_uri_free(uri);
		if (i % 10000 < 2)
			SAY("%s\n", shown(text));
	}
	SAY("%d good ones: %016llx\n", good, (unsigned long long)hash);
	CHECK(good > 1000);
}

int main(void)
{
	struct evhttp_uri *uri = evhttp_uri_parse("http://a/b");
	SAY("%s\n", shown(evhttp_uri_get_host(uri)));
	evhttp_uri_free(uri);
	for (unsigned i = 0; i < sizeof(uris) / sizeof(*uris); i++) {
		SAY("%s\n", shown(uris[i]));
		show(uris[i], 0);
		show(uris[i], EVHTTP_URI_NONCONFORMANT);
	}
	random_ones(0);
	random_ones(EVHTTP_URI_NONCONFORMANT);
	return t_result();
}
