// run: once
// How what a client gets is cut makes no difference: responses cut at each byte, and byte by byte. And what it sees of
// them when the server closes after each byte.
#include "peer.h"

static char seen[4000];

#define NOTE(...) snprintf(seen + strlen(seen), sizeof(seen) - strlen(seen), __VA_ARGS__)

static void note_done(struct evhttp_request *req, void *name)
{
	if (!req) {
		NOTE("%s NULL; ", (char *)name);
		return;
	}
	struct evbuffer *in = evhttp_request_get_input_buffer(req);
	NOTE("%s %d \"%s\" %d.%d", (char *)name, evhttp_request_get_response_code(req),
	    visible_text(evhttp_request_get_response_code_line(req)), req->major, req->minor);
	for (struct evkeyval *h = evhttp_request_get_input_headers(req)->tqh_first; h; h = h->next.tqe_next)
		NOTE(" <%s: %s>", h->key, h->value);
	NOTE(" \"%s\"; ", visible(evbuffer_pullup(in, -1), evbuffer_get_length(in)));
}

static void note_error(enum evhttp_request_error error, void *name) { NOTE("%s %s; ", (char *)name, error_name(error)); }

static int note_head(struct evhttp_request *req, void *name)
{
	NOTE("%s head %d; ", (char *)name, evhttp_request_get_response_code(req));
	return 0;
}

static void note_closed(struct evhttp_connection *con, void *name) { NOTE("%s; ", (char *)name); }

static void note_chunk(struct evhttp_request *req, void *name)
{
	struct evbuffer *in = evhttp_request_get_input_buffer(req);
	NOTE("%s +%s; ", (char *)name, visible(evbuffer_pullup(in, -1), evbuffer_get_length(in)));
}

static void ask(const char *name, int method, int with_chunks)
{
	struct evhttp_request *req = evhttp_request_new(note_done, (void *)name);
	evhttp_request_set_error_cb(req, note_error);
	evhttp_request_set_header_cb(req, note_head);
	if (with_chunks)
		evhttp_request_set_chunked_cb(req, note_chunk);
	CHECK(evhttp_make_request(evcon, req, method, "/") == 0);
}

static int method = EVHTTP_REQ_GET, count = 1, body_limit = -1;

/* Gives it in pieces that end at CUT, or each byte for itself if CUT is -1; only the first N bytes of it. */
static const char *result(const char *response, int n, int cut, int with_chunks)
{
	static char all[5000];
	int is_open;
	seen[0] = 0;
	new_connection();
	evhttp_connection_set_closecb(evcon, note_closed, "closed");
	evhttp_connection_set_max_headers_size(evcon, 100);
	if (body_limit >= 0)
		evhttp_connection_set_max_body_size(evcon, body_limit);
	ask("a", method, with_chunks);
	if (count > 1)
		ask("b", method, with_chunks);
	CHECK(next_peer() && take());
	for (int at = 0; at < n;) {
		int len = cut < 0 ? 1 : at < cut ? cut - at : n - at;
		/* What comes after the end is not of interest. */
		if (send(peer, response + at, len, MSG_NOSIGNAL) != len)
			break;
		at += len;
		run();
		if (count > 1)
			take(); /* the second request */
	}
	is_open = take();
	NOTE("%s", is_open ? "open; " : "");
	hang_up();
	strcpy(all, seen);
	free_connection();
	while (next_peer())
		hang_up();
	return all;
}

static void all_cuts(const char *response)
{
	int n = strlen(response);
	char *whole = strdup(result(response, n, n, 0));
	char last[5000] = "";
	int since = 0;
	SAY("%s\n  -> %s\n", visible(response, n), whole);
	for (int cut = -1; cut < n; cut++) {
		const char *now = cut ? result(response, n, cut, 0) : whole;
		if (strcmp(whole, now))
			SAY("  cut at %d -> %s\n", cut, now);
	}
	free(whole);
	SAY("  chunks -> %s\n", result(response, n, n, 1));
	SAY("  chunks, byte by byte -> %s\n", result(response, n, -1, 1));
	/* Closed early. */
	for (int end = 0; end <= n; end++) {
		const char *now = end < n ? result(response, end, end, 0) : "";
		if (strcmp(last, now)) {
			if (end)
				SAY("  closed at %d to %d -> %s\n", since, end - 1, last);
			strcpy(last, now);
			since = end;
		}
	}
}

int main(void)
{
	start();
	all_cuts("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc");
	all_cuts("HTTP/1.0 404 Not Found\nA: b\n c\nContent-Length: 0\n\n");
	all_cuts("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc");
	all_cuts("HTTP/1.1 200 OK\r\n\r\nabc");
	all_cuts("HTTP/1.1 204 No Content\r\nA: b\r\n\r\n");
	all_cuts("HTTP/1.1 100 Continue\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc");
	all_cuts("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n002 ;x\r\nde\r\n0\r\n\r\n");
	all_cuts("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nT: u\r\n v\r\nW: x\r\n\r\n");
	all_cuts("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n");
	all_cuts("HTTP/1.1 200 OK\r\nno colon\r\n\r\n");
	all_cuts("garbage\r\n\r\n");
	all_cuts("HTTP/1.1 200 OK\r\nA: 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890\r\n");
	all_cuts("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\nx\r\n");
	all_cuts("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nno colon\r\n\r\n");
	body_limit = 4;
	all_cuts("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcde");
	all_cuts("HTTP/1.1 200 OK\r\n\r\nabcde");
	all_cuts("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
	body_limit = -1;
	method = EVHTTP_REQ_HEAD;
	all_cuts("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n");
	method = EVHTTP_REQ_GET;
	count = 2;
	all_cuts("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\naHTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nbb");
	stop();
	return t_result();
}
