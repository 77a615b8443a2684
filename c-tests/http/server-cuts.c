// run: once
// How what a client sends is cut makes no difference: good and bad requests, cut at each byte, with the loop run in
// between, and byte by byte. Where it does make one (100-continue), the result is printed.
#include "serve.h"

static char seen[4000];

REQUEST(note)
{
	struct evbuffer *in = evhttp_request_get_input_buffer(req);
	struct evkeyval *h;
	char *at = seen + strlen(seen);
	at += sprintf(at, "[%s %s %d.%d", method_name(evhttp_request_get_command(req)), evhttp_request_get_uri(req), req->major, req->minor);
	for (h = evhttp_request_get_input_headers(req)->tqh_first; h; h = h->next.tqe_next)
		at += sprintf(at, " <%s: %s>", h->key, h->value);
	sprintf(at, " %.*s] ", (int)evbuffer_get_length(in), (char *)evbuffer_pullup(in, -1));
	reply_text(req, 200, "OK", evhttp_request_get_uri(req));
}

/* Sends it in pieces that end at CUT, or each byte for itself if CUT is -1. What the program and the client saw. */
static const char *result(const char *request, int cut)
{
	static char all[20000], came[10000];
	int n = strlen(request), fd = client(), is_closed = 0;
	size_t total = 0;
	seen[0] = 0;
	for (int at = 0; at < n;) {
		int len = cut < 0 ? 1 : at < cut ? cut - at : n - at;
		/* What comes after the end is not of interest. */
		if (send(fd, request + at, len, MSG_NOSIGNAL) != len)
			break;
		at += len;
		is_closed = come(fd);
		memcpy(came + total, answer, answer_len);
		total += answer_len;
	}
	snprintf(all, sizeof(all), "%s%s%s", seen, visible(came, total), is_closed ? " closed" : " open");
	close(fd);
	run();
	return all;
}

static void all_cuts(const char *request)
{
	int n = strlen(request);
	char *whole = strdup(result(request, n));
	SAY("%s\n  -> %s\n", visible(request, n), whole);
	for (int cut = -1; cut < n; cut++) {
		const char *now = cut ? result(request, cut) : whole;
		if (strcmp(whole, now))
			SAY("  cut at %d -> %s\n", cut, now);
	}
	free(whole);
}

int main(void)
{
	serve(note, NULL);
	evhttp_set_max_headers_size(http, 100);
	evhttp_set_max_body_size(http, 10);
	all_cuts("GET /a?b HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\nD:\r\n\r\n");
	all_cuts("GET / HTTP/1.0\r\n\r\n");
	all_cuts("GET /1 HTTP/1.1\nA: b\n\nGET /2 HTTP/1.1\r\nConnection: close\r\n\r\n");
	all_cuts("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcPUT /2 HTTP/1.1\r\nContent-Length: 1\r\n\r\nd");
	all_cuts("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n002\r\nde\r\n0\r\n\r\nGET /2 HTTP/1.1\r\n\r\n");
	all_cuts("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc");
	all_cuts("GET /\r\n\r\n");
	all_cuts("GET / HTTP/2.0\r\n\r\n");
	all_cuts("GET / HTTP/1.1\r\nno colon\r\n\r\n");
	all_cuts("BREW / HTTP/1.1\r\nA: b\r\n\r\n");
	all_cuts("POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n");
	all_cuts("POST / HTTP/1.1\r\nContent-Length: 11\r\n\r\n");
	all_cuts("POST / HTTP/1.1\r\nExpect: x\r\nContent-Length: 3\r\n\r\n");
	all_cuts("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n");
	all_cuts("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n6\r\n");
	all_cuts("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nno colon\r\n\r\n");
	all_cuts("GET / HTTP/1.1\r\nA: 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890\r\n");
	stop_serving();
	return t_result();
}
