// run: once
// evutil_parse_sockaddr_port: addresses, brackets and ports, right and wrong.
#include "kit.h"

static void try(const char *text)
{
	struct sockaddr_storage address;
	int r, len = sizeof(address);
	memset(&address, 0xa5, sizeof(address));
	r = evutil_parse_sockaddr_port(text, (struct sockaddr *)&address, &len);
	SAY("\"%s\": %d, %d bytes ", text, r, len);
	if (r == 0)
		say_bytes(&address, len);
	SAY("\n");
	/* The rest of the room is zeroed, so that whole structs can be compared. */
	for (size_t i = r ? 0 : len; i < sizeof(address); i++)
		CHECK(((unsigned char *)&address)[i] == (r ? 0xa5 : 0));
}

static void try_room(const char *text)
{
	for (int room = -2; room < 40; room++) {
		struct sockaddr_storage address;
		int r, len = room;
		memset(&address, 0xa5, sizeof(address));
		r = evutil_parse_sockaddr_port(text, (struct sockaddr *)&address, &len);
		SAY("%s in %d bytes: %d, %d\n", text, room, r, len);
		CHECK(((unsigned char *)&address)[room < 0 ? 0 : room] == 0xa5);
	}
}

int main(void)
{
	static const char *const texts[] = { "1.2.3.4", "1.2.3.4:80", "1.2.3.4:1", "1.2.3.4:65535",
		"1.2.3.4:65536", "1.2.3.4:0", "1.2.3.4:00", "1.2.3.4:-1", "1.2.3.4:", "1.2.3.4:080",
		"1.2.3.4: 80", "1.2.3.4:+80", "1.2.3.4:80 ", "1.2.3.4:80\n", "1.2.3.4:80x",
		"1.2.3.4:0x50", "1.2.3.4:http", "1.2.3.4:80:90", "1.2.3.4::80", "1.2.3:80", "1.2:80",
		"1:80", ":80", "1.2.3.256:80", " 1.2.3.4:80", "1.2.3.4 :80", "01.02.03.04:5",
		"[1.2.3.4]", "[1.2.3.4]:80", "::1", "::", "::1:80", "1:2:3:4:5:6:7:8",
		"1:2:3:4:5:6:7:8:80", "1:2", "1::2:", "::1.2.3.4", "::ffff:1.2.3.4", "[::1]", "[::]",
		"[::1]:80", "[::1]:65535", "[::1]:65536", "[::1]:0", "[::1]:-5", "[::1]:", "[::1]: 80",
		"[::1]:80x", "[::1]:80:90", "[::1]80", "[::1]x", "[::1] :80", "[::1]]:80", "[[::1]]:80",
		"[::1", "::1]", "[", "]", "[]", "[]:80", "[:]:80", "[ ::1]:80", "[::1 ]:80",
		"[::ffff:1.2.3.4]:80", "[1:2:3:4:5:6:7:8]:443", "::1%lo", "[::1%lo]:80", "[fe80::1%12]:5",
		"fe80::1%12", "[::1%nosuch]:80", "[::1%]:80", "[::1]%lo:80", "", ":", "::1:x",
		"localhost", "localhost:80", "example.com:80", "*:80", "/tmp/socket",
		"[1111:2222:3333:4444:5555:6666:111.222.111.222]:80" };
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		try(texts[i]);
	try_room("1.2.3.4:80");
	try_room("[::1]:80");
	return t_result();
}
