// run: once
// What requests a server takes, how it answers them, and whether the connection stays.
#include "tcp.h"

static const char *const requests[] = {
	"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
	"GET / HTTP/1.0\r\n\r\n",
	"GET / HTTP/1.1\r\n\r\n",
	"GET / HTTP/0.9\r\n\r\n", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", "GET / HTTP/3.1\r\n\r\n",
	"GET / HTTP/1\r\n\r\n", "GET / HTTP/1.\r\n\r\n", "GET / HTTP/.1\r\n\r\n", "GET / HTTP/1.10\r\n\r\n", "GET / HTTP/11.1\r\n\r\n",
	"GET / HTTP/a.b\r\n\r\n", "GET / http/1.1\r\n\r\n", "GET / HTTQ/1.1\r\n\r\n", "GET / HTTP/1.1x\r\n\r\n", "GET / HTTP/-1.1\r\n\r\n",
	"GET /\r\n\r\n", "GET\r\n\r\n", "GET \r\n\r\n", " GET / HTTP/1.1\r\n\r\n", "\r\nGET / HTTP/1.1\r\n\r\n", "\r\n\r\nGET / HTTP/1.0\r\n\r\n",
	"GET  / HTTP/1.1\r\n\r\n", "GET /  HTTP/1.1\r\n\r\n", "GET / HTTP/1.1 \r\n\r\n", "GET / HTTP/1.1\t\r\n\r\n", "GET\t/\tHTTP/1.1\r\n\r\n",
	"GET /a b HTTP/1.1\r\n\r\n", "GET /a%20b?c=d#e HTTP/1.1\r\n\r\n", "GET a HTTP/1.1\r\n\r\n", "GET ?a HTTP/1.1\r\n\r\n",
	"GET * HTTP/1.1\r\n\r\n", "OPTIONS * HTTP/1.1\r\n\r\n", "GET // HTTP/1.1\r\n\r\n", "GET //a/b HTTP/1.1\r\n\r\n",
	"GET http://h/p HTTP/1.1\r\nHost: other\r\n\r\n", "GET http://h:81/p?q HTTP/1.1\r\n\r\n", "GET https://u@h/ HTTP/1.1\r\n\r\n",
	"GET http:// HTTP/1.1\r\n\r\n", "GET a:b HTTP/1.1\r\n\r\n", "GET 1:b HTTP/1.1\r\n\r\n", "GET /\x80 HTTP/1.1\r\n\r\n", "GET /| HTTP/1.1\r\n\r\n",
	"CONNECT a:80 HTTP/1.1\r\n\r\n", "CONNECT / HTTP/1.1\r\n\r\n", "CONNECT a HTTP/1.1\r\n\r\n",
	"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", "HEAD / HTTP/1.0\r\n\r\n",
	"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc", "PUT / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc",
	"DELETE / HTTP/1.1\r\n\r\n", "DELETE / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc", "OPTIONS / HTTP/1.1\r\n\r\n",
	"TRACE / HTTP/1.1\r\n\r\n", "PATCH / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc", "PATCH / HTTP/1.1\r\n\r\n",
	"get / HTTP/1.1\r\n\r\n", "FOO / HTTP/1.1\r\n\r\n", "GETX / HTTP/1.1\r\n\r\n", "G / HTTP/1.1\r\n\r\n", "POST / HTTP/1.1\r\n\r\n",
	"POST / HTTP/1.0\r\n\r\n", "PUT / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc",
	"HEAD / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc", "OPTIONS / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc",
	"TRACE / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc",
	"GET / HTTP/1.1\nHost: a\n\n",
	/* Headers */
	"GET / HTTP/1.1\r\nA:b\r\nC:  d  \r\nE:\tf\t\r\nG:\r\nH: \r\n\r\n",
	"GET / HTTP/1.1\r\nA: b\r\n c\r\n\td\r\nE: f\r\n\r\n", "GET / HTTP/1.1\r\nA: b \r\n  c \r\n\r\n", "GET / HTTP/1.1\r\n a: b\r\n\r\n",
	"GET / HTTP/1.1\r\nA:\r\n b\r\n\r\n", "GET / HTTP/1.1\r\nA: b\r\n \r\n\r\n",
	"GET / HTTP/1.1\r\nabc\r\n\r\n", "GET / HTTP/1.1\r\nA:b:c\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHOST: b\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: h:80\r\n\r\n", "GET / HTTP/1.1\r\nHost: h:8x\r\n\r\n", "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: :80\r\n\r\n", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "GET / HTTP/1.1\r\nHost: h:\r\n\r\n",
	"GET / HTTP/1.1\r\nA\x80: b\x80\r\n\r\n", "GET / HTTP/1.1\r\nA\rB: c\r\n\r\n", "GET / HTTP/1.1\r\nA: b\rc\r\n\r\n",
	/* Connections */
	"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", "GET / HTTP/1.1\r\nConnection: Close\r\n\r\n", "GET / HTTP/1.1\r\nConnection: keep-alive\r\n\r\n",
	"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "GET / HTTP/1.0\r\nConnection: keep-alive, x\r\n\r\n",
	"GET / HTTP/1.1\r\nConnection: x, close\r\n\r\n", "GET / HTTP/1.1\r\nConnection: close, x\r\n\r\n", "GET / HTTP/1.0\r\nConnection: close\r\n\r\n",
	"GET / HTTP/1.1\r\nConnection: x\r\nConnection: close\r\n\r\n", "GET http://h/ HTTP/1.1\r\nProxy-Connection: close\r\n\r\n",
	"GET / HTTP/1.1\r\nProxy-Connection: close\r\n\r\n", "GET / HTTP/1.0\r\nProxy-Connection: keep-alive\r\n\r\n",
	/* Pipelines */
	"GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\nGET /3 HTTP/1.1\r\nConnection: close\r\n\r\nGET /4 HTTP/1.1\r\n\r\n",
	"POST /1 HTTP/1.1\r\nContent-Length: 1\r\n\r\naGET /2 HTTP/1.1\r\n\r\n", "GET /1 HTTP/1.1\r\n\r\n\r\n\r\nGET /2 HTTP/1.1\r\n\r\n",
	/* Content-Length */
	"POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: 1x\r\n\r\na",
	"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\na", "POST / HTTP/1.1\r\nContent-Length:\r\n\r\na", "POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\na",
	"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nab", "POST / HTTP/1.1\r\nContent-Length: 003\r\n\r\nabc", "POST / HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc",
	"POST / HTTP/1.1\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\nabc", "POST / HTTP/1.0\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\nabc",
	"POST / HTTP/1.1\r\nContent-Length: 3\r\nExpect: 100-Continue\r\n\r\nabc", "POST / HTTP/1.1\r\nContent-Length: 3\r\nExpect: x\r\n\r\nabc",
	"GET / HTTP/1.1\r\nExpect: 100-continue\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: 0\r\nExpect: 100-continue\r\n\r\n",
	/* Chunks */
	"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0;z\r\n\r\n",
	"POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
	"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nT: u\r\n\r\n", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nx\r\nabc\r\n0\r\n\r\n",
	"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nabc\r\n0\r\n\r\n", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab",
	"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", "POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
	"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nabc", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n00003\r\nabc\r\n00\r\n\r\n",
	"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
};

int main(void)
{
	serve(hello, NULL);
	for (unsigned i = 0; i < sizeof(requests) / sizeof(*requests); i++) {
		say_bytes(requests[i], strlen(requests[i]));
		SAY("\n");
		ask(requests[i]);
	}
	stop();
	return t_result();
}
