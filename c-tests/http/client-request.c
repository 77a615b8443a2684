// run: once
// The bytes that a client sends: methods, bodies, headers of its own, versions, URIs, hosts; and what the request's
// fields are when it is on its way.
#include "peer.h"

static struct evhttp_request *req;

static void begin(void)
{
	new_connection();
	req = new_request("a");
}

static void say_fields(void)
{
	const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(req);
	SAY("  kind %s, %s, uri %s, %d.%d, flags %d, parsed uri %s, host %s, code %d %s, chunked %d, input %zu, output %zu\n",
	    req->kind == EVHTTP_REQUEST ? "request" : "response", method_name(evhttp_request_get_command(req)),
	    visible_text(evhttp_request_get_uri(req)), req->major, req->minor, req->flags, uri ? "set" : "NULL",
	    visible_text(evhttp_request_get_host(req)), evhttp_request_get_response_code(req),
	    visible_text(evhttp_request_get_response_code_line(req)), req->chunked,
	    evbuffer_get_length(evhttp_request_get_input_buffer(req)),
	    evbuffer_get_length(evhttp_request_get_output_buffer(req)));
	SAY("  remote %s %d, connection %s, headers", visible_text(req->remote_host), req->remote_port,
	    evhttp_request_get_connection(req) == evcon ? "set" : evhttp_request_get_connection(req) ? "another" : "NULL");
	say_headers(evhttp_request_get_output_headers(req));
	SAY("\n");
}

/* Sends it, and prints what comes. */
static void go(int method, const char *uri)
{
	if (make(req, method, uri) == 0 && CHECK(next_peer()))
		say_sent();
	free_connection();
	while (next_peer())
		hang_up();
}

static void header(const char *name, const char *value)
{
	int result = evhttp_add_header(evhttp_request_get_output_headers(req), name, value);
	if (result)
		SAY("  add_header: %d\n", result);
}

static void body(const char *text) { evbuffer_add(evhttp_request_get_output_buffer(req), text, strlen(text)); }

static void methods(void)
{
	for (int method = 1; method <= EVHTTP_REQ_PATCH; method *= 2) {
		for (int with_body = 0; with_body <= 1; with_body++) {
			SAY("%s%s\n", method_name(method), with_body ? " with a body" : "");
			begin();
			if (with_body)
				body("abc");
			go(method, "/x");
		}
	}
}

static void own_headers(void)
{
	static const char *const headers[][2] = {
		{ "Host", "example.org" }, { "host", "example.org:81" }, { "Host", "" },
		{ "Content-Length", "7" }, { "content-length", "0" }, { "Content-Length", "x" },
		{ "Transfer-Encoding", "chunked" }, { "Connection", "close" }, { "Connection", "keep-alive" },
		{ "Connection", "x" }, { "Proxy-Connection", "keep-alive" }, { "Proxy-Connection", "close" },
		{ "Expect", "100-continue" }, { "Content-Type", "text/x" }, { "Date", "yesterday" },
		{ "User-Agent", "test" }, { "A b", "c" }, { "A", "b\r\nC: d" }, { "A", "b\r\n c" }, { "A\r\nB", "c" },
		{ "", "x" }, { "A", "\xe9\t" },
	};
	for (size_t i = 0; i < COUNT(headers); i++) {
		for (int method = EVHTTP_REQ_GET; method <= EVHTTP_REQ_POST; method++) {
			SAY("%s with %s: %s\n", method_name(method), visible_text(headers[i][0]),
			    visible_text(headers[i][1]));
			begin();
			header(headers[i][0], headers[i][1]);
			body("abc");
			go(method, "/");
		}
	}
	SAY("order\n");
	begin();
	header("B", "1");
	header("A", "2");
	header("B", "3");
	header("Connection", "x");
	header("Host", "h");
	body("abc");
	go(EVHTTP_REQ_PUT, "/");
}

static void versions(void)
{
	static const int all[][2] = { { 1, 0 }, { 1, 1 }, { 0, 0 }, { 0, 9 }, { 2, 0 }, { 1, 2 }, { -1, 3 }, { 1, 12 } };
	for (size_t i = 0; i < COUNT(all); i++) {
		for (int method = EVHTTP_REQ_GET; method <= EVHTTP_REQ_POST; method++) {
			SAY("%s as %d.%d\n", method_name(method), all[i][0], all[i][1]);
			begin();
			req->major = all[i][0];
			req->minor = all[i][1];
			if (method == EVHTTP_REQ_GET)
				header("Connection", "keep-alive");
			go(method, "/");
		}
	}
}

static void uris(void)
{
	static const char *const all[] = { "", "/", "*", "x", "/a b", "/a\tb", "/a\r\nB: c", "/a\n", " /a", "/a ", "?q=1#f", "//h/p",
		"http://h/p", "http://u:p@h:81/p?q#f", "https://h", "/\x80\xff", "/%zz", "host:80", "[::1]:80" };
	for (size_t i = 0; i < COUNT(all); i++) {
		SAY("uri %s\n", visible_text(all[i]));
		begin();
		go(EVHTTP_REQ_GET, all[i]);
	}
	begin();
	SAY("long uri\n");
	char *uri = malloc(20001);
	memset(uri, 'x', 20000);
	uri[0] = '/';
	uri[20000] = 0;
	CHECK(make(req, EVHTTP_REQ_GET, uri) == 0 && next_peer());
	take();
	SAY("  %zu, the uri is there: %d\n", sent_len, memmem(sent, sent_len, uri, 20000) == sent + 4);
	free(uri);
	free_connection();
}

static void fields(void)
{
	begin();
	SAY("new\n");
	say_fields();
	CHECK(make(req, EVHTTP_REQ_POST, "http://h:81/p?q#f") == 0);
	SAY("made\n");
	say_fields();
	CHECK(next_peer());
	SAY("connected\n");
	say_fields();
	free_connection();

	begin();
	body("abc");
	header("X", "y");
	CHECK(make(req, EVHTTP_REQ_PUT, "/p?q") == 0);
	SAY("made, with a body\n");
	say_fields();
	/* What is changed until the connection is there is what is sent. */
	req->major = 1;
	req->minor = 0;
	req->type = EVHTTP_REQ_DELETE;
	header("Y", "z");
	body("def");
	CHECK(next_peer());
	say_fields();
	say_sent();
	give("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
	free_connection();
}

/* The connection's host shows in no request unless a Host header says so. */
static void hosts(void)
{
	static const char *const names[] = { "127.0.0.1", "localhost" };
	for (size_t i = 0; i < COUNT(names); i++) {
		SAY("to %s\n", names[i]);
		evcon = evhttp_connection_base_new(base, NULL, names[i], port);
		evhttp_connection_set_family(evcon, AF_INET);
		req = new_request("a");
		go(EVHTTP_REQ_GET, "/");
	}
}

int main(void)
{
	start();
	methods();
	own_headers();
	versions();
	uris();
	fields();
	hosts();
	stop();
	return t_result();
}
