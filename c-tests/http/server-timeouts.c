// run: once
// evhttp_set_timeout and _tv: idle, within a head or a body, while the program or the client makes it wait. 0, negative
// and NULL. A connection keeps what was set when it came.
#include "serve.h"

static struct evhttp_request *held;
static long gone_at;

static void closed(struct evhttp_connection *evcon, void *arg)
{
	SAY("[closed] ");
	gone_at = now_ms();
}

REQUEST(hold)
{
	held = req;
	evhttp_connection_set_closecb(evhttp_request_get_connection(req), closed, NULL);
	if (arg) {
		reply_text(req, 200, "OK", arg);
		held = NULL;
	}
}

/* Whether the connection is closed after that time, and what came; the time is about right. */
static void after(const char *name, int fd, long ms)
{
	SAY("%s, %ld ms: ", name, ms);
	run_ms(ms);
	say_short(fd);
}

int main(void)
{
	int idle, head, body, chunks, wait, kept, none[4];

	serve(hold, NULL);
	evhttp_set_timeout_tv(http, MS(100));
	idle = client();
	head = client();
	body = client();
	chunks = client();
	puts_to(head, "GET / HTTP/1.1\r\nA:");
	puts_to(body, "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\na");
	puts_to(chunks, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n");
	run();
	/* These come later, without one. */
	for (int i = 0; i < 4; i++) {
		if (i == 0)
			evhttp_set_timeout_tv(http, NULL);
		else
			evhttp_set_timeout(http, i == 1 ? 0 : i == 2 ? -1 : 30);
		none[i] = client();
		run();
	}
	after("idle", idle, 40);
	after("head", head, 0);
	after("idle", idle, 200);
	after("head", head, 0);
	after("body", body, 0);
	after("chunks", chunks, 0);
	for (int i = 0; i < 4; i++) {
		after(i == 0 ? "NULL" : i == 1 ? "0" : i == 2 ? "-1" : "30", none[i], 0);
		close(none[i]);
	}
	close(idle);
	close(head);
	close(body);
	close(chunks);

	/* The time that the program takes for its reply does not count. */
	evhttp_set_timeout_tv(http, MS(60));
	wait = client();
	puts_to(wait, "GET / " V11);
	run();
	after("the program thinks", wait, 150);
	if (held)
		reply_text(held, 200, "OK", "x");
	after("answered", wait, 0);
	after("idle again", wait, 150);
	close(wait);

	/* Between requests; each byte begins it anew. */
	evhttp_set_gencb(http, hold, "x");
	evhttp_set_timeout_tv(http, MS(150));
	kept = client();
	puts_to(kept, "GET / " V11);
	after("first", kept, 0);
	after("kept", kept, 60);
	for (int i = 0; i < 5; i++) {
		puts_to(kept, i == 4 ? "\r\n\r\n" : &"GET \0/ \0HTTP/1\0.1"[(int[]){ 0, 5, 8, 15 }[i]]);
		after("slowly", kept, 60);
	}
	after("kept", kept, 280);
	close(kept);

	/* A client that does not read its reply: the connection ends when nothing has gone for that long. */
	evhttp_set_gencb(http, hold, NULL);
	evhttp_set_timeout_tv(http, MS(80));
	int fd = client();
	puts_to(fd, "GET / " V11);
	run();
	struct evbuffer *big = evbuffer_new();
	char *bytes = calloc(1, 2000000);
	evbuffer_add(big, bytes, 2000000);
	evhttp_send_reply(held, 200, "OK", big);
	gone_at = 0;
	long begin = now_ms();
	run_ms(200);
	SAY("gone %d, after about 80 ms: %d ", gone_at != 0, gone_at - begin >= 80 - T_EARLY);
	come(fd);
	SAY("all of it came: %d\n", answer_len > 1000000);
	evbuffer_free(big);
	free(bytes);
	close(fd);

	/* Set on one connection. */
	fd = client();
	puts_to(fd, "GET / " V11);
	run();
	evhttp_connection_set_timeout_tv(evhttp_request_get_connection(held), MS(2000));
	reply_text(held, 200, "OK", "x");
	after("longer", fd, 150);
	close(fd);
	stop_serving();
	return t_result();
}
