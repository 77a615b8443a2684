// run: once
// on: ours
// A reason is the rest of a line: what a program has put behind an end of line in it, perhaps because somebody else said
// so, becomes neither a header nor a response. The original sends all of it.
#include "serve.h"

#define NEXT " X: y\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"

static const char *reason;
static int way;

REQUEST(reply)
{
	if (way == 0)
		reply_text(req, 200, reason, "body");
	else if (way == 1)
		evhttp_send_error(req, 404, reason);
	else
		evhttp_send_reply_start(req, 200, reason), evhttp_send_reply_end(req);
}

int main(void)
{
	static const char *const reasons[] = { "a\r\n" NEXT, "a\n" NEXT, "a\r" NEXT, "a\r\n\r\n", "a\n\n" };
	serve(reply, NULL);
	for (way = 0; way < 3; way++) {
		for (size_t i = 0; i < COUNT(reasons); i++) {
			int fd = client();
			reason = reasons[i];
			puts_to(fd, "GET / " V11);
			come(fd);
			CHECK(!memcmp(answer + 8, way == 1 ? " 404 a\r\n" : " 200 a\r\n", 8));
			*strstr(answer, END) = 0;
			CHECK(!strstr(answer, "X: y") && strstr(answer, "\r\nDate: "));
			close(fd);
			run();
		}
	}
	stop_serving();
	return t_result();
}
