// Expect: 100-continue: when a client sends the body, and what it makes of other answers.
#include "peer.h"

#define OK "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
#define CONTINUE "HTTP/1.1 100 Continue\r\n\r\n"

static void one(const char *expect, int method, const char *body, const char *const *answers)
{
	struct evhttp_request *req = new_request("a");
	SAY("%s, Expect: %s, body \"%s\"\n", method_name(method), expect, body);
	new_connection();
	evhttp_connection_set_closecb(evcon, closed, "con");
	evhttp_request_set_header_cb(req, head);
	evhttp_add_header(evhttp_request_get_output_headers(req), "Expect", expect);
	evbuffer_add(evhttp_request_get_output_buffer(req), body, strlen(body));
	make(req, method, "/a");
	get("b", "/b");
	CHECK(next_peer());
	say_sent();
	for (; *answers; answers++) {
		SAY("  <- %s\n", visible_text(*answers));
		give(*answers);
		say_sent();
	}
	hang_up();
	for (int i = 0; i < 2 && next_peer(); i++) {
		say_sent();
		give(OK);
	}
	free_connection();
}
#define ONE(expect, method, body, ...) one(expect, method, body, (const char *const[]){ __VA_ARGS__, NULL })

int main(void)
{
	start();
	ONE("100-continue", EVHTTP_REQ_POST, "abc", CONTINUE, OK);
	ONE("100-Continue", EVHTTP_REQ_PUT, "abc", CONTINUE, OK);
	ONE("100-continue", EVHTTP_REQ_GET, "abc", CONTINUE, OK);
	ONE("100-continue", EVHTTP_REQ_POST, "", CONTINUE, OK);
	ONE("100-continue, x", EVHTTP_REQ_POST, "abc", CONTINUE, OK);
	ONE("x", EVHTTP_REQ_POST, "abc", CONTINUE, OK);
	ONE("100-continue", EVHTTP_REQ_POST, "abc", CONTINUE CONTINUE, OK);
	ONE("100-continue", EVHTTP_REQ_POST, "abc", CONTINUE, CONTINUE, OK);
	ONE("100-continue", EVHTTP_REQ_POST, "abc", "HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n", OK);
	ONE("100-continue", EVHTTP_REQ_POST, "abc", "HTTP/1.1 417 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
	ONE("100-continue", EVHTTP_REQ_POST, "abc", OK, OK);
	ONE("100-continue", EVHTTP_REQ_POST, "abc", "HTTP/1.1 102 Processing\r\n\r\n", OK);
	ONE("100-continue", EVHTTP_REQ_POST, "abc", "bad\r\n\r\n");
	ONE("100-continue", EVHTTP_REQ_POST, "abc", "HTTP/1.1 100 Con");
	ONE("100-continue", EVHTTP_REQ_POST, "abc", CONTINUE);
	stop();
	return t_result();
}
