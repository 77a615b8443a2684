// run: once
// on: ours
// What breaks the protocol: the code that is sent, and that nothing is taken afterwards. However it is cut.
#include "ws.h"

struct row {
	const char *bytes;
	size_t n;
	const char *text;
};
#define ROW(bytes, text) { bytes, sizeof(bytes) - 1, text }
#define M "\x80\0\0\0\0" /* a frame of no bytes with a mask that changes nothing */

static void send_row(const struct row *row, size_t cut, int single)
{
	int fd = talk();
	for (size_t at = 0; at < row->n;) {
		size_t n = single ? 1 : at < cut ? cut - at : row->n - at;
		if (send(fd, row->bytes + at, n, MSG_NOSIGNAL) < 0)
			break;
		run();
		at += n;
	}
	/* What it says now is of no interest any more. */
	unsigned char more[20];
	size_t n = frame_to(more, TEXT, "x", 1);
	send(fd, more, n, MSG_NOSIGNAL);
	SEES(fd, row->text);
	hang_up(fd);
}

int main(void)
{
#define PROTO "close 1002 (closed)"
	static const struct row rows[] = {
		/* Reserved bits. */
		ROW("\xc1" M, PROTO), ROW("\xa1" M, PROTO), ROW("\x91" M, PROTO), ROW("\xf1" M, PROTO),
		ROW("\xc9" M, PROTO), ROW("\xd8" M, PROTO), ROW("\x01" M "\x40" M, PROTO),
		/* Opcodes without a meaning. */
		ROW("\x83" M, PROTO), ROW("\x84" M, PROTO), ROW("\x87" M, PROTO), ROW("\x8b" M, PROTO),
		ROW("\x8f" M, PROTO), ROW("\x03" M, PROTO), ROW("\x0b" M, PROTO),
		/* No mask. */
		ROW("\x81\x00", PROTO), ROW("\x81\x05hello", PROTO), ROW("\x89\x00", PROTO), ROW("\x88\x02\x03\xe8", PROTO),
		/* Control frames in parts, and too long. */
		ROW("\x09" M, PROTO), ROW("\x08" M, PROTO), ROW("\x0a" M, PROTO), ROW("\x89\xfe\x00\x7e\0\0\0\0", PROTO),
		ROW("\x88\xff\0\0\0\0\0\1\0\0\0\0\0\0", PROTO),
		/* Lengths in more bytes than they need. */
		ROW("\x81\xfe\x00\x7d\0\0\0\0", PROTO), ROW("\x82\xff\0\0\0\0\0\0\xff\xff\0\0\0\0", PROTO),
		ROW("\x82\xff\x80\0\0\0\0\0\0\0\0\0\0\0", PROTO), ROW("\x82\xff\xff\xff\xff\xff\xff\xff\xff\xff", PROTO),
		/* Parts that do not go with each other. */
		ROW("\x80" M, PROTO), ROW("\x00" M, PROTO), ROW("\x01" M "\x01" M, PROTO), ROW("\x01" M "\x81" M, PROTO),
		ROW("\x02" M "\x82" M, PROTO), ROW("\x02" M "\x80" M "\x80" M, "[binary \"\"] " PROTO),
		/* Texts that are none, as soon as that is plain. */
		ROW("\x81\x81\0\0\0\0\xff", "close 1007 (closed)"), ROW("\x81\xfd\0\0\0\0\xc0\xaf", "close 1007 (closed)"),
		ROW("\x81\xfd\0\0\0\0ab\xed\xa0\x80", "close 1007 (closed)"),
		ROW("\x01\x81\0\0\0\0\xce\x00\x81\0\0\0\0a", "close 1007 (closed)"),
		ROW("\x01\x82\0\0\0\0\xf4\x90", "close 1007 (closed)"), ROW("\x01\x82\0\0\0\0\xe0\x80", "close 1007 (closed)"),
		ROW("\x81\x81\0\0\0\0\xce", "close 1007 (closed)"), ROW("\x01\x81\0\0\0\0\xce\x80" M, "close 1007 (closed)"),
		ROW("\x01\x81\0\0\0\0\xce\x09" M, PROTO),
		/* Larger than allowed, by what is announced. */
		ROW("\x82\xff\0\0\0\0\1\0\0\1\0\0\0\0", "close 1009 (closed)"),
		ROW("\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xff\0\0\0\0", "close 1009 (closed)"),
		ROW("\x02\x81\0\0\0\0x\x80\xff\x7f\xff\xff\xff\xff\xff\xff\xff\0\0\0\0", "close 1009 (closed)"),
		/* What came before has been taken. */
		ROW("\x81\x81\0\0\0\0x\x89\x81\0\0\0\0y\x83" M, "[text \"x\"] pong \"y\" " PROTO),
	};
	serve_ws(NULL);
	for (size_t i = 0; i < COUNT(rows); i++) {
		int before = t_failures;
		char closed[20];
		snprintf(closed, sizeof(closed), "[closed %.4s] ", strstr(rows[i].text, "close ") + 6);
		for (size_t cut = 0; cut < rows[i].n; cut++) {
			send_row(&rows[i], cut, 0);
			EXPECT(closed);
		}
		send_row(&rows[i], 0, 1);
		EXPECT(closed);
		if (t_failures != before)
			SAY("%s\n", visible(rows[i].bytes, rows[i].n));
	}
	stop_serving();
	return t_result();
}
