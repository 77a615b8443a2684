// run: once
// CONNECT: its target, allowed and not, and what becomes of the connection.
#include "serve.h"

REQUEST(tunnel)
{
	const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(req);
	const char *host = evhttp_uri_get_host(uri), *path = evhttp_uri_get_path(uri), *of = evhttp_request_get_host(req);
	say_request(req);
	SAY("host %s port %d path %s, request's %s ", host ? host : "NULL", evhttp_uri_get_port(uri), path ? path : "NULL",
	    of ? of : "NULL");
	evhttp_send_reply(req, 200, "Connected", NULL);
}

int main(void)
{
	static const char *const targets[] = { "CONNECT h:80 " V11, "CONNECT h " V11, "CONNECT [::1]:80 " V11, "CONNECT h:0 " V11,
		"CONNECT h:80 HTTP/1.1\r\nHost: x:1" END, "CONNECT h: " V11, "CONNECT :80 " V11,
		"CONNECT 1.2.3.4:65535 " V11, "CONNECT / " V11, "CONNECT http://h:80/ " V11, "CONNECT h:80/p " V11 };

	serve(tunnel, NULL);
	evhttp_set_allowed_methods(http, EVHTTP_REQ_CONNECT | EVHTTP_REQ_GET);
	TABLE(targets);
	exchange("CONNECT h:80 " V11);
	exchange("CONNECT h:80 HTTP/1.1\r\nConnection: close" END);
	exchange("CONNECT h:80 HTTP/1.0\r\n\r\n");
	PIECES("CONNECT h:80 " V11, "GET /inside " V11);

	SAY("not allowed\n");
	evhttp_set_allowed_methods(http, EVHTTP_REQ_GET);
	exchange("CONNECT h:80 " V11);
	exchange("CONNECT h:80 HTTP/1.1\r\nConnection: close" END);
	exchange("CONNECT h:80 HTTP/1.0\r\n\r\n");
	stop_serving();
	return t_result();
}
