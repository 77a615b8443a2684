// run: once
// on: ours
// A client that sends a byte now and then does not hold its connection for ever: for its head there is a deadline, not
// only a time between bytes.
#include "serve.h"

int main(void)
{
	serve(ok, NULL);
	evhttp_set_timeout_tv(http, MS(400));
	int fd = client();
	long begin = now_ms();
	ssize_t sent = 1;
	/* Far more than the time, in steps far below it. */
	for (int i = 0; i < 100 && sent > 0; i++) {
		sent = send(fd, i ? "a" : "GET /", i ? 1 : 5, MSG_NOSIGNAL);
		run_ms(40);
	}
	CHECK(sent < 0);
	CHECK(now_ms() - begin >= 400 - T_EARLY);
	close(fd);

	/* A body may take longer, as long as it goes on. */
	fd = client();
	puts_to(fd, "POST / HTTP/1.1\r\nContent-Length: 20" END);
	for (int i = 0; i < 20; i++) {
		puts_to(fd, "a");
		run_ms(30);
	}
	CHECK(!come(fd) && !strncmp(answer, "HTTP/1.1 200", 12));
	close(fd);
	stop_serving();
	return t_result();
}
