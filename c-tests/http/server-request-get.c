// run: once
// What evhttp_request_get_* and evhttp_connection_get_* tell of a request to a server, on a TCP and on a UNIX socket.
#include "serve.h"
#include <arpa/inet.h>
#include <netinet/in.h>

static unsigned short client_port;

static void say(const char *name, const char *text)
{
	SAY("  %s: %s%s%s\n", name, text ? "\"" : "", text ? visible(text, strlen(text)) : "NULL", text ? "\"" : "");
}

REQUEST(tell)
{
	struct evhttp_connection *evcon = evhttp_request_get_connection(req);
	const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(req);
	const struct sockaddr *sa = evhttp_connection_get_addr(evcon);
	struct bufferevent *bev = evhttp_connection_get_bufferevent(evcon);
	char *host = "unset";
	ev_uint16_t port = 1;

	say("uri", evhttp_request_get_uri(req));
	say("host", evhttp_request_get_host(req));
	SAY("  command %d, code %d, owned %d, kind %d, flags %d, chunked %d\n", evhttp_request_get_command(req),
	    evhttp_request_get_response_code(req), evhttp_request_is_owned(req), req->kind, req->flags, req->chunked);
	say("code line", evhttp_request_get_response_code_line(req));
	say("scheme", evhttp_uri_get_scheme(uri));
	say("userinfo", evhttp_uri_get_userinfo(uri));
	say("uri host", evhttp_uri_get_host(uri));
	SAY("  uri port: %d\n", evhttp_uri_get_port(uri));
	say("path", evhttp_uri_get_path(uri));
	say("query", evhttp_uri_get_query(uri));
	say("fragment", evhttp_uri_get_fragment(uri));
	SAY("  input %zu, output %zu, ntoread %d, body_size %zu, headers_size %zu\n",
	    evbuffer_get_length(evhttp_request_get_input_buffer(req)), evbuffer_get_length(evhttp_request_get_output_buffer(req)),
	    (int)req->ntoread, req->body_size, req->headers_size);
	CHECK(evhttp_request_get_output_headers(req)->tqh_first == NULL);
	CHECK(req->evcon == evcon && req->uri == evhttp_request_get_uri(req) && req->uri_elems == uri);
	CHECK(req->input_buffer == evhttp_request_get_input_buffer(req) && req->input_headers == evhttp_request_get_input_headers(req));
	CHECK(req->output_buffer == evhttp_request_get_output_buffer(req) && req->output_headers == evhttp_request_get_output_headers(req));

	CHECK(evhttp_connection_get_base(evcon) == base);
	CHECK(evhttp_connection_get_server(evcon) == http);
	CHECK(bev && bufferevent_get_base(bev) == base && bufferevent_getfd(bev) >= 0);
	evhttp_connection_get_peer(evcon, (void *)&host, &port);
	say("peer", host);
	say("remote_host", req->remote_host);
	CHECK(port == req->remote_port);
	SAY("  port: %s\n", port == 0 ? "0" : port == client_port ? "the client's" : "another");
	SAY("  address: family %d%s\n", sa ? sa->sa_family : -1, sa && sa->sa_family == AF_INET &&
	    ntohs(((const struct sockaddr_in *)sa)->sin_port) == client_port ? ", the client's port" : "");
	SAY("  bufferevent: enabled %s, output %zu\n", t_what(bufferevent_get_enabled(bev)),
	    evbuffer_get_length(bufferevent_get_output(bev)));
	reply_text(req, 200, "OK", "x");
}

static void send_all(int fd)
{
	static const char *const requests[] = {
		"GET /p/%41?q=%20+&r#frag HTTP/1.1\r\nHost: h.example:81" END, "GET / HTTP/1.1\r\n\r\n",
		"POST /body HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc", "POST /chunks HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n",
		"GET http://u:p@H.example:82/abs?x#y HTTP/1.1\r\nHost: other" END };
	for (size_t i = 0; i < COUNT(requests); i++) {
		SAY("%s\n", visible(requests[i], strlen(requests[i])));
		puts_to(fd, requests[i]);
		answer_len = 0;
		for (int tries = 0; tries < 200 && !answer_len; tries++) {
			come(fd);
			if (!answer_len)
				sleep_ms(2);
		}
	}
}

int main(void)
{
	struct sockaddr_in sin = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(sin);
	int fd;

	serve(tell, NULL);
	SAY("UNIX\n");
	fd = client();
	send_all(fd);
	close(fd);
	run();

	struct evhttp_bound_socket *bound = evhttp_bind_socket_with_handle(http, "127.0.0.1", 0);
	CHECK(bound && getsockname(evhttp_bound_socket_get_fd(bound), (void *)&sin, &len) == 0);
	SAY("TCP\n");
	fd = socket(AF_INET, SOCK_STREAM, 0);
	CHECK(connect(fd, (void *)&sin, sizeof(sin)) == 0);
	CHECK(getsockname(fd, (void *)&sin, &len) == 0);
	client_port = ntohs(sin.sin_port);
	evutil_make_socket_nonblocking(fd);
	send_all(fd);
	close(fd);
	run();
	stop_serving();
	return t_result();
}
