// run: once
// How a client's requests fail: refused, closed at each stage, no answer in time, too large, refused by the header
// callback; and what is called then, in which order.
#include "peer.h"

static int error_count, done_count, done_null, last_error;

static void count_error(enum evhttp_request_error error, void *arg)
{
	CHECK(done_count == 0);
	error_count++;
	last_error = error;
}

static void count_done(struct evhttp_request *req, void *arg)
{
	done_count++;
	done_null += req == NULL;
}

/* All callbacks, and the connection's. */
static struct evhttp_request *begin(const char *title)
{
	struct evhttp_request *req = new_request("a");
	SAY("%s\n", title);
	new_connection();
	evhttp_connection_set_closecb(evcon, closed, "con");
	evhttp_request_set_header_cb(req, head);
	evhttp_request_set_on_complete_cb(req, complete, "a");
	return req;
}

static void end(void)
{
	free_connection();
	while (next_peer()) {
		SAY("  had connected again\n");
		hang_up();
	}
}

static void refused(void)
{
	struct sockaddr_in sin;
	int fd = tcp_refusing(&sin);
	SAY("refused\n");
	evcon = evhttp_connection_base_new(base, NULL, "127.0.0.1", ntohs(sin.sin_port));
	evhttp_connection_set_closecb(evcon, closed, "con");
	get("a", "/");
	run();
	SAY("refused, two requests\n");
	get("a", "/");
	get("b", "/");
	run();
	SAY("refused, without error callback\n");
	CHECK(make(evhttp_request_new(done, "a"), EVHTTP_REQ_GET, "/") == 0);
	run();
	close(fd);
	free_connection();
}

static void closing(void)
{
	static const char *const heard[] = { "", "HTTP", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nA: b\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\nab",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", "HTTP/1.1 100 Continue\r\n\r\n" };
	for (size_t i = 0; i < COUNT(heard); i++) {
		for (int how = 0; how < 3; how++) {
			char title[100];
			snprintf(title, sizeof(title), "%s %s", how == 0 ? "closed after" : how == 1 ? "reset after" : "with chunk callback, closed after",
			    visible_text(heard[i]));
			struct evhttp_request *req = begin(title);
			if (how == 2)
				evhttp_request_set_chunked_cb(req, chunk);
			make(req, EVHTTP_REQ_GET, "/");
			CHECK(next_peer() && take());
			give(heard[i]);
			if (how == 1) {
				tcp_reset(peer);
				peer = -1;
			}
			hang_up();
			end();
		}
	}
	make(begin("closed before the request is read"), EVHTTP_REQ_GET, "/");
	CHECK(next_peer());
	hang_up();
	end();
	SAY("closed, without callbacks\n");
	new_connection();
	make(evhttp_request_new(NULL, NULL), EVHTTP_REQ_GET, "/");
	CHECK(next_peer());
	hang_up();
	end();
	make(begin("only half closed"), EVHTTP_REQ_GET, "/");
	CHECK(next_peer() && take());
	shutdown(peer, SHUT_WR);
	run();
	say_open();
	end();
	make(begin("response and close in one go"), EVHTTP_REQ_GET, "/");
	CHECK(next_peer() && take());
	CHECK(send(peer, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", 40, 0) > 0);
	hang_up();
	end();
}

static long begun;

static void begin_to_wait(void)
{
	error_count = done_count = done_null = 0;
	begun = now_ms();
}

static void wait_for_error(long ms)
{
	while (!done_count && now_ms() - begun < 10000)
		event_base_loop(base, EVLOOP_ONCE);
	CHECK(now_ms() - begun >= ms - T_EARLY);
	SAY("  %s, error %d, done %d, NULL %d\n", error_count ? error_name(last_error) : "-", error_count, done_count, done_null);
}

static void timeouts(void)
{
	static const char *const heard[] = { "", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na",
		"HTTP/1.1 200 OK\r\n\r\na", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\na", "HTTP/1.1 100 Continue\r\n\r\n" };
	for (size_t i = 0; i < COUNT(heard); i++) {
		SAY("no more after %s\n", visible_text(heard[i]));
		new_connection();
		evhttp_connection_set_closecb(evcon, closed, "con");
		evhttp_connection_set_timeout_tv(evcon, MS(200));
		struct evhttp_request *req = evhttp_request_new(count_done, NULL);
		evhttp_request_set_error_cb(req, count_error);
		CHECK(make(req, EVHTTP_REQ_GET, "/") == 0 && next_peer() && take());
		begin_to_wait();
		give(heard[i]);
		wait_for_error(200);
		say_open();
		end();
	}

	SAY("a timeout set after the connection is there\n");
	new_connection();
	struct evhttp_request *req = evhttp_request_new(count_done, NULL);
	evhttp_request_set_error_cb(req, count_error);
	CHECK(make(req, EVHTTP_REQ_GET, "/") == 0 && next_peer() && take());
	begin_to_wait();
	evhttp_connection_set_timeout_tv(evcon, MS(200));
	wait_for_error(200);
	end();

	SAY("in seconds\n");
	new_connection();
	evhttp_connection_set_timeout(evcon, 1);
	req = evhttp_request_new(count_done, NULL);
	evhttp_request_set_error_cb(req, count_error);
	begin_to_wait();
	CHECK(make(req, EVHTTP_REQ_GET, "/") == 0 && next_peer() && take());
	wait_for_error(1000);
	end();

	SAY("set and unset\n");
	for (int how = 0; how <= 1; how++) {
		new_connection();
		evhttp_connection_set_timeout_tv(evcon, MS(50));
		if (how)
			evhttp_connection_set_timeout_tv(evcon, NULL);
		else
			evhttp_connection_set_timeout(evcon, -1);
		get("a", "/");
		CHECK(next_peer() && take());
		run_ms(120);
		say_open();
		end();
	}

	SAY("an idle connection\n");
	new_connection();
	evhttp_connection_set_closecb(evcon, closed, "con");
	evhttp_connection_set_timeout_tv(evcon, MS(200));
	get("a", "/");
	CHECK(next_peer() && take());
	give("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
	run_ms(400);
	say_open();
	get("b", "/");
	CHECK(next_peer());
	say_sent();
	give("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
	end();

	SAY("what comes in time again and again\n");
	new_connection();
	evhttp_connection_set_timeout_tv(evcon, MS(600));
	get("a", "/");
	CHECK(next_peer() && take());
	give("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
	for (int i = 0; i < 5; i++) {
		run_ms(150);
		give("x");
	}
	end();
}

/* A listener that has as many connections as it wants leaves the next one without an answer. */
static void no_answer(void)
{
	struct sockaddr_in sin;
	int fd = tcp_listen(&sin), fillers[4];
	CHECK(listen(fd, 0) == 0);
	for (int i = 0; i < 4; i++) {
		fillers[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
		connect(fillers[i], (struct sockaddr *)&sin, sizeof(sin));
	}
	SAY("no answer to the attempt to connect\n");
	evcon = evhttp_connection_base_new(base, NULL, "127.0.0.1", ntohs(sin.sin_port));
	evhttp_connection_set_closecb(evcon, closed, "con");
	evhttp_connection_set_timeout_tv(evcon, MS(200));
	struct evhttp_request *req = evhttp_request_new(count_done, NULL);
	evhttp_request_set_error_cb(req, count_error);
	begin_to_wait();
	make(req, EVHTTP_REQ_GET, "/");
	wait_for_error(200);
	SAY("two requests\n");
	get("a", "/");
	get("b", "/");
	run_ms(500);
	for (int i = 0; i < 4; i++)
		close(fillers[i]);
	close(fd);
	end();
}

static void limits(void)
{
	static const struct { const char *response; int headers, body; } all[] = {
		{ "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 34, -1 }, { "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 33, -1 },
		{ "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 32, -1 }, { "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 31, -1 },
		{ "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 16, -1 }, { "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 15, -1 },
		{ "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 14, -1 },
		{ "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 0, -1 }, { "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", -1, 0 },
		{ "HTTP/1.1 200 OKaaaaaaaaaaaaaaaaaaaa", 30, -1 }, { "HTTP/1.1 200 OK\r\nA: aaaaaaaaaaaaaaaaaaaa", 30, -1 },
		{ "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 40, -1 },
		{ "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 60, -1 },
		{ "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcde", -1, 5 }, { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcde", -1, 4 },
		{ "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", -1, 4 }, { "HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n", -1, 4 },
		{ "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcde", -1, 0 },
		{ "HTTP/1.1 200 OK\r\n\r\nabcde", -1, 5 }, { "HTTP/1.1 200 OK\r\n\r\nabcdef", -1, 5 }, { "HTTP/1.1 200 OK\r\n\r\n", -1, 0 },
		{ "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n", -1, 5 },
		{ "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n", -1, 4 },
		{ "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n3\r\n", -1, 4 },
		{ "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n3", -1, 4 },
		{ "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n", -1, 5 },
		{ "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\n\r\n", 45, -1 },
		{ "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\n\r\n", 44, -1 },
		{ "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\n\r\n", 41, -1 },
		{ "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\n\r\n", 40, -1 },
	};
	for (size_t i = 0; i < COUNT(all); i++) {
		for (int with_chunk_cb = 0; with_chunk_cb <= 1; with_chunk_cb++) {
			char title[200];
			snprintf(title, sizeof(title), "at most %d, %d%s: %s", all[i].headers, all[i].body, with_chunk_cb ? ", chunk callback" : "",
			    visible_text(all[i].response));
			struct evhttp_request *req = begin(title);
			if (all[i].headers >= 0)
				evhttp_connection_set_max_headers_size(evcon, all[i].headers);
			if (all[i].body >= 0)
				evhttp_connection_set_max_body_size(evcon, all[i].body);
			if (with_chunk_cb)
				evhttp_request_set_chunked_cb(req, chunk);
			make(req, EVHTTP_REQ_GET, "/");
			CHECK(next_peer() && take());
			give(all[i].response);
			say_open();
			hang_up();
			end();
		}
	}
}

static int refuse(struct evhttp_request *req, void *name)
{
	head(req, name);
	return -1;
}

static void refused_by_header_cb(void)
{
	static const char *const all[] = { "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", "HTTP/1.1 200 OK\r\n\r\nab", "HTTP/1.1 204 No Content\r\n\r\n",
		"HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\n\r\n", "HTTP/1.1 200 OK\r\nbad\r\n\r\n" };
	for (size_t i = 0; i < COUNT(all); i++) {
		struct evhttp_request *req = begin("header callback returns -1");
		evhttp_request_set_header_cb(req, refuse);
		make(req, EVHTTP_REQ_GET, "/");
		get("b", "/b");
		CHECK(next_peer() && take());
		SAY("  %s\n", visible_text(all[i]));
		give(all[i]);
		say_open();
		if (next_peer()) {
			say_sent();
			hang_up();
		}
		end();
	}
}

int main(void)
{
	start();
	refused();
	closing();
	timeouts();
	no_answer();
	limits();
	refused_by_header_cb();
	stop();
	return t_result();
}
