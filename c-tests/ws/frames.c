// run: once
// on: ours
// Messages in parts, control frames between them, and every way to cut what is sent: it makes no difference. What
// comes right behind the request belongs to the session.
#include "ws.h"

static unsigned char bytes[100000];
static size_t len;

static void add(int first, const char *payload) { len += frame_to(bytes + len, first, payload, strlen(payload)); }

/* Sends BYTES cut at CUT, or each for itself, and expects TEXT. */
static void send_cut(size_t cut, int single, const char *text)
{
	int fd = talk();
	for (size_t at = 0; at < len;) {
		size_t n = single ? 1 : at < cut ? cut - at : len - at;
		/* It may have been closed. */
		if (send(fd, bytes + at, n, MSG_NOSIGNAL) < 0)
			break;
		run();
		at += n;
	}
	SEES(fd, text);
	hang_up(fd);
	seen[seen_len = 0] = 0;
}

#define ALL_CUTS(text) all_cuts(__LINE__, text)
static void all_cuts(int line, const char *text)
{
	int before = t_failures;
	for (size_t cut = 0; cut < len; cut++)
		send_cut(cut, 0, text);
	send_cut(0, 1, text);
	if (t_failures != before)
		SAY("line %d\n", line);
	len = 0;
}

static void with_the_request(void)
{
	unsigned char all[1000];
	size_t head = strlen(ASK "\r\n"), n;
	memcpy(all, ASK "\r\n", head);
	n = head + frame_to(all + head, TEXT, "early", 5);
	n += frame_to(all + n, PING, "p", 1);
	for (size_t cut = 1; cut <= n; cut++) {
		int fd = client();
		put(fd, all, cut);
		run();
		if (cut < n)
			put(fd, all + cut, n - cut);
		CHECK(come(fd) == 0);
		char *end = strstr(answer, "\r\n\r\n");
		CHECK(end != NULL);
		note_frames(end + 4, answer_len - (end + 4 - answer));
		EXPECT("[text \"early\"] pong \"p\" ");
		hang_up(fd);
		EXPECT("[closed 1006] ");
	}
}

int main(void)
{
	serve_ws(NULL);
	add(TEXT, "hello");
	ALL_CUTS("[text \"hello\"] (open)");
	add(BINARY, "");
	add(TEXT, "");
	ALL_CUTS("[binary \"\"] [text \"\"] (open)");
	add(TEXT_PART, "Hel");
	add(CONT, "lo");
	ALL_CUTS("[text \"Hello\"] (open)");
	add(BINARY_PART, "");
	add(CONT_PART, "a");
	add(CONT_PART, "");
	add(CONT_PART, "bc");
	add(CONT, "");
	ALL_CUTS("[binary \"abc\"] (open)");
	add(TEXT_PART, "a");
	add(PING, "1");
	add(CONT_PART, "b");
	add(PONG, "unasked");
	add(PING, "");
	add(CONT, "c");
	add(TEXT, "d");
	ALL_CUTS("[text \"abc\"] [text \"d\"] pong \"1\" pong (open)");
	add(TEXT_PART, "a");
	add(CLOSE, "\x0f\xa0" "bye");
	add(TEXT, "not heard");
	ALL_CUTS("[closed 4000 \"bye\"] close 4000 (closed)");
	char longest[126] = "";
	add(PING, memset(longest, 'x', 125));
	ALL_CUTS("pong 125 bytes (open)");
	with_the_request();
	stop_serving();
	return t_result();
}
