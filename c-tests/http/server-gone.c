// run: once
// Clients that go: before and within a request, before and within the reply. Which callbacks come, what is dropped.
#include "serve.h"

static struct evhttp_request *held;
static int nheld, is_gone;

static void closed(struct evhttp_connection *evcon, void *arg)
{
	SAY("[closed %s] ", (const char *)arg);
	is_gone = 1;
}

static void completed(struct evhttp_request *req, void *arg) { SAY("[completed] "); }

static void sent(struct evhttp_connection *evcon, void *arg) { SAY("[sent] "); }


REQUEST(hold)
{
	SAY("[request] ");
	held = req;
	nheld++;
	evhttp_connection_set_closecb(evhttp_request_get_connection(req), closed, "c");
	evhttp_request_set_on_complete_cb(req, completed, NULL);
}

static int hold_request(const char *request)
{
	int fd = client();
	held = NULL;
	is_gone = 0;
	puts_to(fd, request);
	run();
	CHECK(held != NULL);
	return fd;
}

/* A reply that was begun and not ended keeps the request: it has lost its connection, and ending it frees it. */
static void end_late(void)
{
	SAY("gone %d, connection %d ", is_gone, evhttp_request_get_connection(held) != NULL);
	struct evbuffer *b = evbuffer_new();
	evbuffer_add(b, "late", 4);
	evhttp_send_reply_chunk(held, b);
	SAY("left %zu ", evbuffer_get_length(b));
	evbuffer_free(b);
	evhttp_send_reply_end(held);
	SAY("ended\n");
}

static void chunk(size_t n)
{
	struct evbuffer *b = evbuffer_new();
	char *bytes = calloc(1, n);
	evbuffer_add(b, bytes, n);
	evhttp_send_reply_chunk_with_cb(held, b, sent, NULL);
	evbuffer_free(b);
	free(bytes);
}

int main(void)
{
	static const char *const parts[] = { "", "G", "GET / HTTP/1.1", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nA: b", "GET / HTTP/1.1\r\nA: b\r\n",
		"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nab",
		"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na",
		"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n" };
	static const char *const whole[] = { "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.0\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc" };
	int fd;

	serve(hold, NULL);
	/* The end comes after part of a request: by shutdown, to see whether anything is said. */
	for (size_t i = 0; i < COUNT(parts); i++) {
		fd = client();
		SAY("%s -> ", visible(parts[i], strlen(parts[i])));
		puts_to(fd, parts[i]);
		run();
		shutdown(fd, SHUT_WR);
		say_short(fd);
		close(fd);
		run();
	}
	/* Both at once. */
	for (size_t i = 0; i < COUNT(parts); i++) {
		fd = client();
		SAY("%s -> ", visible(parts[i], strlen(parts[i])));
		puts_to(fd, parts[i]);
		shutdown(fd, SHUT_WR);
		say_short(fd);
		close(fd);
		run();
	}
	/* A whole request and the end of what the client sends: it still wants its answer? */
	for (size_t i = 0; i < COUNT(whole); i++) {
		for (int together = 0; together < 2; together++) {
			fd = client();
			SAY("%s, %s: ", visible(whole[i], strlen(whole[i])), together ? "together" : "apart");
			puts_to(fd, whole[i]);
			if (!together)
				run();
			shutdown(fd, SHUT_WR);
			run();
			if (held && !is_gone)
				reply_text(held, 200, "OK", "x");
			say_short(fd);
			close(fd);
			run();
			held = NULL;
			is_gone = 0;
		}
	}

	SAY("before the reply: ");
	fd = hold_request("GET / " V11);
	close(fd);
	run();
	SAY("gone %d\n", is_gone);

	SAY("answered after that: ");
	reply_text(held, 200, "OK", "x");
	run();
	SAY("gone %d\n", is_gone);

	SAY("a reply begun after that: ");
	fd = hold_request("GET / " V11);
	close(fd);
	run();
	evhttp_send_reply_start(held, 200, "OK");
	SAY("started ");
	run();
	end_late();

	SAY("an error after that: ");
	fd = hold_request("GET / " V11);
	close(fd);
	run();
	evhttp_send_error(held, 500, NULL);
	run();
	SAY("gone %d\n", is_gone);

	SAY("before the reply, with a next request: ");
	fd = hold_request("GET / " V11 "GET / " V11);
	close(fd);
	run();
	SAY("gone %d\n", is_gone);

	SAY("after start: ");
	fd = hold_request("GET / " V11);
	evhttp_send_reply_start(held, 200, "OK");
	run();
	close(fd);
	run();
	end_late();

	SAY("within a chunk: ");
	fd = hold_request("GET / " V11);
	evhttp_send_reply_start(held, 200, "OK");
	chunk(1000000);
	run();
	close(fd);
	run();
	end_late();

	SAY("after the end, before all is sent: ");
	fd = hold_request("GET / " V11);
	evhttp_send_reply_start(held, 200, "OK");
	chunk(1000000);
	evhttp_send_reply_end(held);
	run();
	close(fd);
	run();
	SAY("gone %d\n", is_gone);

	SAY("a reply in the callback is waiting: ");
	fd = hold_request("GET / " V11);
	reply_text(held, 200, "OK", "x");
	close(fd);
	run();
	SAY("gone %d\n", is_gone);

	SAY("between requests: ");
	fd = hold_request("GET / " V11);
	reply_text(held, 200, "OK", "x");
	run();
	close(fd);
	run();
	SAY("gone %d\n", is_gone);

	SAY("without a callback: ");
	fd = hold_request("GET / " V11);
	evhttp_connection_set_closecb(evhttp_request_get_connection(held), NULL, NULL);
	close(fd);
	run();
	SAY("\nrequests: %d\n", nheld);
	stop_serving();
	return t_result();
}
