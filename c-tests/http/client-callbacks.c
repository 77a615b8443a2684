// A client's header, chunk, completion and error callbacks: how often they are called, what the request says and holds
// then; what the program may do in them: take data, change callbacks, own the request, make others, free the connection.
#include "peer.h"

#define OK "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"
#define CHUNKED "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

static struct evhttp_request *req;

static void begin(const char *title)
{
	SAY("%s\n", title);
	new_connection();
	evhttp_connection_set_closecb(evcon, closed, "con");
	req = new_request("a");
}

static void ask(void)
{
	make(req, EVHTTP_REQ_GET, "/a?b");
	CHECK(next_peer());
	say_sent();
}

static void end(void)
{
	hang_up();
	if (evcon)
		free_connection();
	while (next_peer()) {
		say_sent();
		hang_up();
	}
}

/* All that the request says. */
static void say_all(const char *name, struct evhttp_request *r)
{
	struct evbuffer *in = evhttp_request_get_input_buffer(r);
	SAY("  %s: kind %d, %s %s, uri %s, host %s, remote %s %d, %d.%d %d %s, connection %s,\n", name, r->kind,
	    method_name(evhttp_request_get_command(r)), visible_text(evhttp_request_get_uri(r)),
	    evhttp_request_get_evhttp_uri(r) ? "set" : "NULL", visible_text(evhttp_request_get_host(r)), visible_text(r->remote_host),
	    r->remote_port, r->major, r->minor, evhttp_request_get_response_code(r), visible_text(evhttp_request_get_response_code_line(r)),
	    !evhttp_request_get_connection(r) ? "NULL" : evhttp_request_get_connection(r) == evcon ? "its own" : "another");
	SAY("    flags %d, headers %zu, body %zu, to read %lld, chunked %d, user done %d, owned %d, in \"%s\", out %zu;", r->flags,
	    r->headers_size, r->body_size, (long long)r->ntoread, r->chunked, r->userdone, evhttp_request_is_owned(r),
	    visible(evbuffer_pullup(in, -1), evbuffer_get_length(in)), evbuffer_get_length(evhttp_request_get_output_buffer(r)));
	say_headers(evhttp_request_get_input_headers(r));
	SAY(";");
	say_headers(evhttp_request_get_output_headers(r));
	SAY("\n");
}

static int all_head(struct evhttp_request *r, void *arg) { say_all("head", r); return 0; }
static void all_chunk(struct evhttp_request *r, void *arg) { say_all("chunk", r); }
static void all_done(struct evhttp_request *r, void *arg) { r ? say_all("done", r) : (void)SAY("  done: NULL\n"); }

static void what_they_say(void)
{
	static const char *const all[] = { OK "aa", OK "a", CHUNKED "2\r\nab\r\n3\r\ncde\r\n0\r\nT: u\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\nabc",
		"HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 100 Continue\r\nX: y\r\n\r\n" OK "ab", "HTTP/1.1 101 Upgrade\r\n\r\nab",
		"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" };
	for (size_t i = 0; i < COUNT(all); i++) {
		begin(visible_text(all[i]));
		evhttp_request_free(req);
		req = evhttp_request_new(all_done, NULL);
		evhttp_request_set_header_cb(req, all_head);
		evhttp_request_set_chunked_cb(req, all_chunk);
		evhttp_add_header(evhttp_request_get_output_headers(req), "Host", "h:80");
		ask();
		give(all[i]);
		end();
	}
}

static int drain_by = 1;

/* Takes some of it; the rest is gone afterwards. */
static void drain(struct evhttp_request *r, void *name)
{
	chunk(r, name);
	evbuffer_drain(evhttp_request_get_input_buffer(r), drain_by);
}

static struct evbuffer *kept;

static void keep(struct evhttp_request *r, void *name)
{
	chunk(r, name);
	evbuffer_add_buffer(kept, evhttp_request_get_input_buffer(r));
}

static void add(struct evhttp_request *r, void *name)
{
	chunk(r, name);
	evbuffer_add(evhttp_request_get_input_buffer(r), "more", 4);
}

static void pieces(const char *const *pieces)
{
	for (; *pieces; pieces++)
		give(*pieces);
}
#define PIECES(...) pieces((const char *const[]){ __VA_ARGS__, NULL })

static void chunks(void)
{
	begin("a body of known length, in pieces");
	evhttp_request_set_chunked_cb(req, chunk);
	ask();
	PIECES("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n01", "2", "345", "6789");
	end();

	begin("more than the body");
	evhttp_request_set_chunked_cb(req, chunk);
	ask();
	PIECES("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n01", "23456");
	end();

	begin("chunks, in pieces");
	evhttp_request_set_chunked_cb(req, chunk);
	ask();
	PIECES(CHUNKED "5\r\n01", "23", "4\r", "\n1\r\n", "5\r\n2\r\n67\r\n", "0\r\n", "\r\n");
	end();

	begin("a body until close, in pieces");
	evhttp_request_set_chunked_cb(req, chunk);
	ask();
	PIECES("HTTP/1.1 200 OK\r\n\r\n01", "2", "345");
	end();

	begin("an empty body");
	evhttp_request_set_chunked_cb(req, chunk);
	ask();
	PIECES("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
	end();

	begin("moved to another buffer");
	kept = evbuffer_new();
	evhttp_request_set_chunked_cb(req, keep);
	ask();
	PIECES("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n012", "345");
	SAY("  kept %zu\n", evbuffer_get_length(kept));
	evbuffer_free(kept);
	end();

	for (drain_by = 1; drain_by <= 3; drain_by++) {
		begin("drained in part");
		evhttp_request_set_chunked_cb(req, drain);
		ask();
		PIECES("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n012", "345");
		end();
	}

	begin("added to in the callback");
	evhttp_request_set_chunked_cb(req, add);
	ask();
	PIECES(CHUNKED "2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n");
	end();
}

static int set_chunk_cb(struct evhttp_request *r, void *name)
{
	head(r, name);
	evhttp_request_set_chunked_cb(r, chunk);
	evhttp_request_set_header_cb(r, NULL);
	return 1;
}

static void unset_chunk_cb(struct evhttp_request *r, void *name)
{
	chunk(r, name);
	evhttp_request_set_chunked_cb(r, NULL);
}

static int own_in_head(struct evhttp_request *r, void *name)
{
	head(r, name);
	evhttp_request_own(r);
	return 0;
}

static void changes(void)
{
	begin("the chunk callback is set in the header callback");
	evhttp_request_set_header_cb(req, set_chunk_cb);
	ask();
	PIECES("HTTP/1.1 100 Continue\r\n\r\n", OK "a", "b");
	end();

	begin("the chunk callback is unset in itself");
	evhttp_request_set_chunked_cb(req, unset_chunk_cb);
	ask();
	PIECES("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n01", "23", "45");
	end();

	begin("owned in the header callback");
	evhttp_request_set_header_cb(req, own_in_head);
	ask();
	PIECES(OK "ab");
	say_all("still", req);
	evhttp_request_free(req);
	end();

	begin("owned in the header callback, then failing");
	evhttp_request_set_header_cb(req, own_in_head);
	ask();
	PIECES(OK "a");
	hang_up();
	say_all("still", req);
	evhttp_request_free(req);
	end();

	/* A client's request is never completed in the sense of this callback. */
	begin("the completion callback");
	evhttp_request_set_on_complete_cb(req, complete, "a");
	ask();
	PIECES(OK "ab");
	end();
}

static int make_in_head(struct evhttp_request *r, void *name)
{
	head(r, name);
	get("n", "/n");
	return 0;
}
static void make_in_chunk(struct evhttp_request *r, void *name) { chunk(r, name); get("n", "/n"); }
static void make_in_error(enum evhttp_request_error error, void *name) { failed(error, name); get("n", "/n"); }
static void make_in_done(struct evhttp_request *r, void *name) { done(r, name); get("n", "/n"); }

static void free_in_chunk(struct evhttp_request *r, void *name)
{
	chunk(r, name);
	evhttp_connection_free(evcon);
	evcon = NULL;
	SAY("  freed\n");
}

static void free_in_error(enum evhttp_request_error error, void *name)
{
	failed(error, name);
	evhttp_connection_free(evcon);
	evcon = NULL;
	SAY("  freed\n");
}

static const char *const responses[] = { OK "aa", CHUNKED "1\r\nx\r\n1\r\ny\r\n0\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\naa",
	"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\naa", "HTTP/1.1 204 No Content\r\n\r\n", "bad\r\n\r\n",
	"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n" };

static void actions(void)
{
	static const char *const titles[] = { "made in the header callback", "made in the chunk callback", "made in the error callback",
		"made in the callback", "freed in the chunk callback", "freed in the error callback" };
	for (int what = 0; what < (int)COUNT(titles); what++) {
		for (size_t i = 0; i < 2 * COUNT(responses); i++) {
			const char *response = responses[i / 2];
			int has_chunks = i / 2 <= 3, has_error = i / 2 >= 5;
			if ((what % 3 == 1 && !has_chunks) || (what % 3 == 2 && !has_error))
				continue;
			char title[200];
			snprintf(title, sizeof(title), "%s%s: %s", titles[what], i % 2 ? ", another one behind" : "", visible_text(response));
			begin(title);
			if (what == 3) {
				evhttp_request_free(req);
				req = evhttp_request_new(make_in_done, "a");
			}
			if (what == 0)
				evhttp_request_set_header_cb(req, make_in_head);
			if (what == 1 || what == 4)
				evhttp_request_set_chunked_cb(req, what == 1 ? make_in_chunk : free_in_chunk);
			if (what == 2 || what == 5)
				evhttp_request_set_error_cb(req, what == 2 ? make_in_error : free_in_error);
			make(req, EVHTTP_REQ_GET, "/a");
			if (i % 2)
				get("b", "/b");
			CHECK(next_peer() && take());
			give(response);
			say_sent();
			hang_up();
			for (int k = 0; k < 3 && next_peer(); k++) {
				say_sent();
				give(OK "zz");
			}
			if (evcon)
				free_connection();
			hang_up();
			CHECK(!next_peer());
		}
	}
}

int main(void)
{
	start();
	what_they_say();
	chunks();
	changes();
	actions();
	stop();
	return t_result();
}
