// run: once
// A client that talks to a proxy: absolute URIs, Proxy-Connection headers, CONNECT and what becomes of the connection then.
#include "peer.h"

#define OK "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"

static struct evhttp_request *begin(const char *title)
{
	SAY("%s\n", title);
	new_connection();
	evhttp_connection_set_closecb(evcon, closed, "con");
	return new_request("a");
}

static void header(struct evhttp_request *req, const char *name, const char *value)
{
	evhttp_add_header(evhttp_request_get_output_headers(req), name, value);
}

/* Which connections stay when the request is marked as one to a proxy (which the library never does by itself). */
static void keeping(void)
{
	static const char *const own[][2] = { { "X", "y" }, { "Connection", "close" }, { "Proxy-Connection", "close" }, { "Proxy-Connection", "keep-alive" } };
	static const char *const theirs[] = { "", "Connection: close\r\n", "Proxy-Connection: close\r\n", "Proxy-Connection: keep-alive\r\n",
		"Proxy-Connection: x\r\n", "Connection: close\r\nProxy-Connection: keep-alive\r\n", "Connection: keep-alive\r\nProxy-Connection: close\r\n" };
	for (int flag = 0; flag <= 1; flag++)
		for (size_t i = 0; i < COUNT(own); i++)
			for (size_t k = 0; k < COUNT(theirs); k++) {
				char text[200];
				snprintf(text, sizeof(text), "flag %d, %s: %s, %s", flag, own[i][0], own[i][1], visible_text(theirs[k]));
				struct evhttp_request *req = begin(text);
				if (flag)
					req->flags |= EVHTTP_PROXY_REQUEST;
				header(req, own[i][0], own[i][1]);
				make(req, EVHTTP_REQ_GET, "http://example.org:81/p?q");
				CHECK(next_peer());
				say_sent();
				snprintf(text, sizeof(text), "HTTP/1.1 200 OK\r\n%sContent-Length: 0\r\n\r\n", theirs[k]);
				give(text);
				say_open();
				free_connection();
			}
}

/* A body until close or nothing: which Connection header counts. */
static void bodies(void)
{
	static const char *const theirs[] = { "", "Connection: close\r\n", "Proxy-Connection: close\r\n", "Proxy-Connection: keep-alive\r\n",
		"Connection: keep-alive\r\n" };
	for (size_t k = 0; k < COUNT(theirs); k++) {
		char text[200];
		snprintf(text, sizeof(text), "body, flag, %s", visible_text(theirs[k]));
		struct evhttp_request *req = begin(text);
		req->flags |= EVHTTP_PROXY_REQUEST;
		make(req, EVHTTP_REQ_GET, "http://example.org/");
		CHECK(next_peer() && take());
		snprintf(text, sizeof(text), "HTTP/1.1 200 OK\r\n%s\r\nab", theirs[k]);
		give(text);
		say_open();
		hang_up();
		free_connection();
	}
}

static void tunnel_read(struct bufferevent *bev, void *name)
{
	SAY("  tunnel: %s\n", b_text(bufferevent_get_input(bev)));
}

static void tunnel_event(struct bufferevent *bev, short what, void *name)
{
	SAY("  tunnel: event %s\n", b_what(what));
}

static struct bufferevent *tunnel;

/* Takes the connection's bufferevent, and talks over it. */
static void open_tunnel(struct evhttp_request *req, void *name)
{
	done(req, name);
	tunnel = evhttp_connection_get_bufferevent(evcon);
	SAY("  bufferevent %s, fd %s, enabled %s, in %zu\n", tunnel ? "set" : "NULL", bufferevent_getfd(tunnel) >= 0 ? "open" : "none",
	    t_what(bufferevent_get_enabled(tunnel)), evbuffer_get_length(bufferevent_get_input(tunnel)));
	bufferevent_setcb(tunnel, tunnel_read, NULL, tunnel_event, NULL);
	bufferevent_enable(tunnel, EV_READ | EV_WRITE);
	bufferevent_write(tunnel, "hello", 5);
}

static void get_behind(struct evhttp_request *req, void *name)
{
	done(req, name);
	get("b", "/b");
}

static void connecting(void)
{
	static const char *const uris[] = { "example.org:443", "[::1]:443", "example.org", "http://example.org/", "/", "" };
	static const char *const responses[] = { "HTTP/1.1 200 Connection established\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", "HTTP/1.1 200 OK\r\n\r\nab", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nab", "HTTP/1.1 407 Auth\r\n\r\n",
		"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\n" };
	for (size_t i = 0; i < COUNT(uris); i++) {
		struct evhttp_request *req = begin("CONNECT");
		header(req, "Host", uris[i]);
		make(req, EVHTTP_REQ_CONNECT, uris[i]);
		CHECK(next_peer());
		say_sent();
		free_connection();
	}
	for (size_t i = 0; i < COUNT(responses); i++) {
		make(begin(visible_text(responses[i])), EVHTTP_REQ_CONNECT, "h:1");
		get("b", "/b");
		CHECK(next_peer());
		say_sent();
		give(responses[i]);
		say_sent();
		hang_up();
		if (next_peer())
			say_sent();
		free_connection();
	}

	SAY("a tunnel\n");
	new_connection();
	evhttp_connection_set_closecb(evcon, closed, "con");
	CHECK(evhttp_make_request(evcon, evhttp_request_new(open_tunnel, "a"), EVHTTP_REQ_CONNECT, "h:1") == 0);
	CHECK(next_peer());
	say_sent();
	give("HTTP/1.1 200 OK\r\n\r\n");
	say_sent();
	give("world");
	bufferevent_write(tunnel, "again", 5);
	say_sent();
	hang_up();
	free_connection();

	SAY("a tunnel whose first bytes come with the response\n");
	new_connection();
	evhttp_connection_set_closecb(evcon, closed, "con");
	CHECK(evhttp_make_request(evcon, evhttp_request_new(open_tunnel, "a"), EVHTTP_REQ_CONNECT, "h:1") == 0);
	CHECK(next_peer() && take());
	give("HTTP/1.1 200 OK\r\n\r\nearly");
	say_sent();
	give("late");
	hang_up();
	free_connection();

	SAY("HTTP through the tunnel, on the same connection\n");
	new_connection();
	evhttp_connection_set_closecb(evcon, closed, "con");
	CHECK(evhttp_make_request(evcon, evhttp_request_new(get_behind, "a"), EVHTTP_REQ_CONNECT, "h:1") == 0);
	CHECK(next_peer());
	say_sent();
	give("HTTP/1.1 200 OK\r\n\r\n");
	say_sent();
	give(OK "bb");
	say_open();
	free_connection();
}

int main(void)
{
	start();
	keeping();
	bodies();
	connecting();
	stop();
	return t_result();
}
