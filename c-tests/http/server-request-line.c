// run: once
// Request lines: methods, versions, targets, spaces. What the callback sees, or the code that is sent.
#include "serve.h"

int main(void)
{
	static const char *const methods[] = {
		"GET / " V11, "POST / " V11, "HEAD / " V11, "PUT / " V11,
		"DELETE / " V11, "OPTIONS / " V11, "TRACE / " V11,
		"CONNECT / " V11, "PATCH / " V11, "get / " V11, "Get / " V11,
		"GETT / " V11, "GE / " V11, "G / " V11, "BREW / " V11,
		"PROPFIND / " V11, "MKCOL / " V11, "LOCK / " V11,
		"VERSION-CONTROL / " V11, "G@T / " V11, "\"GET\" / " V11,
		"GET: / " V11, " GET / " V11, "\tGET / " V11, "GET\t/ " V11,
		" / " V11, "/ " V11, "\1 / " V11, "G\377T / " V11,
		"POSY / " V11, "PUX / " V11, "DELETX / " V11, "OPTIONX / " V11,
		"HEAP / " V11, "TRACX / " V11, "PATCX / " V11, "CONNECX / " V11,
	};
	static const char *const versions[] = {
		"GET / HTTP/1.0" END, "GET / HTTP/0.9" END, "GET / HTTP/1.2" END, "GET / HTTP/1.9" END,
		"GET / HTTP/1.10" END, "GET / HTTP/1.11" END, "GET / HTTP/01.1" END, "GET / HTTP/1.01" END,
		"GET / HTTP/2.0" END, "GET / HTTP/2.1" END, "GET / HTTP/3.0" END, "GET / HTTP/0.0" END,
		"GET / HTTP/10.1" END, "GET / HTTP/1.127" END, "GET / HTTP/1.256" END, "GET / HTTP/257.1" END,
		"GET / HTTP/1" END,
		"GET / HTTP/1." END, "GET / HTTP/.1" END, "GET / HTTP/" END, "GET / HTTP" END, "GET / HTTP 1.1" END,
		"GET / HTTP/1.1x" END, "GET / HTTP/1.1 " END, "GET / HTTP/1.1  " END, "GET / HTTP/1.1\t" END,
		"GET / HTTP/1.1 x" END, "GET / http/1.1" END, "GET / Http/1.1" END, "GET / HTTPS/1.1" END,
		"GET / HTTP/-1.1" END, "GET / HTTP/1.-1" END, "GET / HTTP/+1.+1" END, "GET / HTTP/1 .1" END,
		"GET / HTTP/ 1.1" END, "GET / HTTP/1. 1" END, "GET / HTTP/1,1" END, "GET / HTTP/a.b" END,
		"GET / HTTP/1.1.1" END, "GET / XTTP/1.1" END, "GET / /1.1" END, "GET / 1.1" END, "GET / ICY" END,
		"GET /" END, "GET / " END, "GET" END, "GET " END, "GET  " END,
	};
	static const char *const spaces[] = {
		"GET  / " V11, "GET /  " V11, "GET   /   " V11, "GET /a b " V11,
		"GET /a  b c " V11, "GET /a\tb " V11, "GET /a\t " V11, "GET /\t" V11,
		"GET /\v" V11, "GET / HTTP/1.1\n\n", "GET / HTTP/1.1\r\n\n", "GET / HTTP/1.1\n\r\n", "GET / HTTP/1.1\r" END, "GET /\r " V11,
		"GET " V11, "GET  " V11,
		"" END, "\r\n" END, "\r\nGET / " V11, "\r\n\r\nGET / " V11, "\nGET / " V11,
		"\rGET / " V11, " \r\nGET / " V11, "\n", "x" END, "GET / HTTP/1.1\r\n " END,
	};
	static const char *const targets[] = {
		"GET * " V11, "OPTIONS * " V11, "CONNECT h:80 " V11, "CONNECT h " V11,
		"CONNECT [::1]:80 " V11, "CONNECT http://h/ " V11, "CONNECT * " V11,
		"CONNECT :80 " V11,
		"GET h:80 " V11, "GET a " V11, "GET a/b:c " V11, "GET a:b " V11,
		"GET http://h/p?q#f " V11, "GET http://h " V11, "GET http://u:p@h:8/ " V11,
		"GET http:///p " V11, "GET http:/p " V11, "GET http: " V11,
		"GET http://[::1]/ " V11, "GET http://[::1/ " V11, "GET http://h:x/ " V11,
		"GET http://h:70000/ " V11, "GET HTTPS://H/ " V11, "GET ftp://h/ " V11,
		"GET //h/p " V11, "GET //h:80/p " V11, "GET ///p " V11,
		"GET ? " V11, "GET ?q " V11, "GET # " V11, "GET /#f " V11,
		"GET /p?q#f " V11, "GET /?a?b " V11, "GET /%41%zz%4 " V11,
		"GET /%00 " V11, "GET /../.. " V11, "GET /\"<>\\^`{|} " V11,
		"GET /\303\244\377 " V11, "GET /a\1\177 " V11, "GET /?\1\303 " V11,
		"GET 1http://h/ " V11, "GET : " V11, "GET :/ " V11, "GET /: " V11,
		"GET http://h h/ " V11, "GET http://h/" V11, "GET /" V11,
	};
	static char huge[200000];
	int fd;

	serve(show, NULL);
	evhttp_set_allowed_methods(http, 0x1ff);
	TABLE(methods);
	TABLE(versions);
	TABLE(spaces);
	TABLE(targets);

	/* No limit but the one for headers. */
	memset(huge, 'a', sizeof(huge));
	memcpy(huge, "GET /", 5);
	strcpy(huge + 150000, " HTTP/1.1\r\n\r\n");
	evhttp_set_gencb(http, ok, NULL);
	fd = client();
	puts_to(fd, huge);
	say_short(fd);
	close(fd);
	stop_serving();
	return t_result();
}
