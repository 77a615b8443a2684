// run: once
// Replies outside of the callback: from timers, in another order than the requests, and bodies that the program takes.
#include "serve.h"

static struct evhttp_request *held[3];
static int nheld;

REQUEST(hold)
{
	say_request(req);
	held[nheld++] = req;
}

T_CALLBACK(answer_all)
{
	for (int i = nheld - 1; i >= 0; i--)
		reply_text(held[i], 200, "OK", evhttp_request_get_uri(held[i]));
	nheld = 0;
}

/* Takes the body, and puts it into the reply. */
REQUEST(echo)
{
	struct evbuffer *body = evbuffer_new();
	SAY("moved %d ", evbuffer_add_buffer(body, evhttp_request_get_input_buffer(req)));
	evhttp_send_reply(req, 200, "OK", body);
	evbuffer_free(body);
}

REQUEST(echo_input) { evhttp_send_reply(req, 200, "OK", evhttp_request_get_input_buffer(req)); }

/* A callback on the chunks of a request, and on its headers, set as soon as there is a request: too late. */
static void on_chunk(struct evhttp_request *req, void *arg) { SAY("[chunk] "); }
static int on_header(struct evhttp_request *req, void *arg)
{
	SAY("[headers] ");
	return 0;
}
REQUEST(set_callbacks)
{
	evhttp_request_set_chunked_cb(req, on_chunk);
	evhttp_request_set_header_cb(req, on_header);
	reply_text(req, 200, "OK", "x");
}

int main(void)
{
	int fd[3];

	serve(hold, NULL);
	for (int i = 0; i < 3; i++) {
		char request[50];
		snprintf(request, sizeof(request), "GET /%d " V11, i);
		fd[i] = client();
		puts_to(fd[i], request);
		run();
	}
	event_base_once(base, -1, EV_TIMEOUT, answer_all, NULL, MS(5));
	SAY("\n");
	while (nheld)
		event_base_loop(base, EVLOOP_ONCE);
	for (int i = 0; i < 3; i++) {
		say_come(fd[i]);
		puts_to(fd[i], "GET /again " V11);
		say_short(fd[i]);
	}
	answer_all(-1, 0, NULL);
	for (int i = 0; i < 3; i++) {
		say_short(fd[i]);
		close(fd[i]);
	}
	run();

	evhttp_set_gencb(http, echo, NULL);
	exchange("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc");
	evhttp_set_gencb(http, echo_input, NULL);
	exchange("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
	evhttp_set_gencb(http, set_callbacks, NULL);
	PIECES("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", "3\r\nabc\r\n", "0\r\n\r\n", "GET / " V11);

	/* A large body in, the same out. */
	enum { BIG = 300000 };
	char *big = malloc(BIG + 200);
	int n = sprintf(big, "POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n", BIG), at = 0, total;
	for (int i = 0; i < BIG; i++)
		big[n + i] = 'a' + i % 26;
	total = n + BIG;
	evhttp_set_gencb(http, echo, NULL);
	fd[0] = client();
	while (at < total) {
		ssize_t sent = send(fd[0], big + at, total - at, MSG_NOSIGNAL);
		at += sent > 0 ? sent : 0;
		run();
	}
	come(fd[0]);
	char *body = strstr(answer, END);
	SAY("%.*s, the same: %d\n", (int)strcspn(answer, "\r"), answer, body && !memcmp(body + 4, big + n, BIG) &&
	    answer_len == (size_t)(body + 4 - answer) + BIG);
	close(fd[0]);
	free(big);
	stop_serving();
	return t_result();
}
