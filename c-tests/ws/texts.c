// run: once
// on: ours
// Texts have to be UTF-8, in one frame or over several, cut within characters too. Bytes need not be.
#include "ws.h"

static const char *const good[] = { "", "plain", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xef\xbf\xbf", "\xf0\x90\x80\x80",
	"\xf4\x8f\xbf\xbf", "\xed\x9f\xbf", "\xee\x80\x80", "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5", "\xef\xbf\xbe",
	"a\xf0\x9f\x92\xa9z" };
static const char *const bad[] = { "\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2\x41", "\xe0\x80\x80", "\xe0\x9f\xbf",
	"\xe1\x80", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x80\x80\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
	"\xf0\x90\x80", "\xf8\x88\x80\x80\x80", "\xfe", "\xff", "ab\xc3(", "\xe2\x82(", "\xce\xba\xed\xa0\x80z" };

/* The text in two frames, the first of N bytes. */
static int in_two(int type, const char *text, size_t n)
{
	int fd = talk();
	frame(fd, type, text, n);
	sframe(fd, CONT, text + n);
	return fd;
}

static void check(const char *text, int is_good)
{
	char wanted[200];
	for (size_t n = 0; n <= strlen(text); n++) {
		int fd = in_two(TEXT_PART, text, n);
		snprintf(wanted, sizeof(wanted), "[text \"%s\"] (open)", visible(text, strlen(text)));
		SEES(fd, is_good ? wanted : "close 1007 (closed)");
		hang_up(fd);
		EXPECT(is_good ? "[closed 1006] " : "[closed 1007] ");
		fd = in_two(BINARY_PART, text, n);
		snprintf(wanted, sizeof(wanted), "[binary \"%s\"] (open)", visible(text, strlen(text)));
		SEES(fd, wanted);
		hang_up(fd);
		EXPECT("[closed 1006] ");
	}
}

int main(void)
{
	serve_ws(NULL);
	for (size_t i = 0; i < COUNT(good); i++)
		check(good[i], 1);
	for (size_t i = 0; i < COUNT(bad); i++)
		check(bad[i], 0);
	stop_serving();
	return t_result();
}
