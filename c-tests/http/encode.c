// run: once
// Encoding and decoding of texts for URIs and HTML.
#include "text.h"

static void say_free(const char *what, char *text)
{
	SAY("%s %s\n", what, shown(text));
	free(text);
}

static void decode(const char *text)
{
	for (int plus = -1; plus < 3; plus++) {
		size_t size = 12345;
		char *decoded = evhttp_uridecode(text, plus, &size);
		SAY(" plus %d: %zu bytes %s", plus, size, shown(decoded));
		/* What may be behind a NUL. */
		if (decoded && strlen(decoded) < size)
			SAY(" and %s", shown(decoded + strlen(decoded) + 1));
		SAY("\n");
		free(decoded);
	}
	free(evhttp_uridecode(text, 0, NULL));
	say_free(" decode_uri", evhttp_decode_uri(text));
}

static void random_ones(void)
{
	uint64_t hash = 0;
	char text[200], *out;
	for (int i = 0; i < 50000; i++) {
		text_make(text, "% %4 %41 %zz %00 + ? & = < > \" ' a b \\s \x80 %2b %2B %F %ff / ~", 8);
		text_hash(&hash, out = evhttp_encode_uri(text));
		free(out);
		text_hash(&hash, out = evhttp_uriencode(text, -1, 1));
		free(out);
		text_hash(&hash, out = evhttp_decode_uri(text));
		free(out);
		for (int plus = 0; plus < 2; plus++) {
			size_t size;
			text_hash(&hash, out = evhttp_uridecode(text, plus, &size));
			hash += size;
			free(out);
		}
		text_hash(&hash, out = evhttp_htmlescape(text));
		free(out);
	}
	SAY("%016llx\n", (unsigned long long)hash);
}

int main(void)
{
	static const char *const coded[] = { "", "a", "a+b", "%41", "%4", "%", "%%", "%zz", "%z1", "%1z", "%00", "a%00b", "%2B",
		"a+b?c+d", "a?b+c?d+e", "%3f+", "%3F?+", "a b", "%C3%a9", "+", "??++" };
	char all[257];
	for (int i = 0; i < 255; i++)
		all[i] = (char)(i + 1);
	all[255] = 0;
	say_free("all", evhttp_encode_uri(all));
	say_free("all, plus", evhttp_uriencode(all, -1, 1));
	say_free("nothing", evhttp_encode_uri(""));
	say_free("0 bytes", evhttp_uriencode("abc", 0, 0));
	say_free("2 bytes", evhttp_uriencode("a c", 2, 1));
	say_free("with a NUL", evhttp_uriencode("a\0 b", 4, 0));
	say_free("-5 bytes", evhttp_uriencode("a b", -5, 0));
	for (unsigned i = 0; i < sizeof(coded) / sizeof(*coded); i++) {
		SAY("%s\n", shown(coded[i]));
		decode(coded[i]);
	}
	say_free("html", evhttp_htmlescape("<a href=\"x\">it's & more</a>"));
	say_free("html", evhttp_htmlescape(""));
	say_free("html", evhttp_htmlescape(NULL));
	say_free("html", evhttp_htmlescape(all));
	random_ones();
	return t_result();
}
