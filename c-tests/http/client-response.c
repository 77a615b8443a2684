// run: once
// What the callbacks of a client see of responses: status lines, headers, all ways to give a body's length, statuses
// without a body, 100 and 101; and whether the connection stays open.
#include "peer.h"

static const char *const lines[] = {
	"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nab",
	"HTTP/1.1 200 OK\nContent-Length: 2\n\nab",
	"HTTP/1.1 404 Not Found Here\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n",
	"HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200  two  spaces \r\nContent-Length: 0\r\n\r\n",
	"HTTP/1.1  200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1\t200\tOK\r\nContent-Length: 0\r\n\r\n",
	"HTTP/1.1 200 \xe9\t\r\nContent-Length: 0\r\n\r\n",
	"HTTP/1.1 0 x\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 1 x\r\nContent-Length: 0\r\n\r\n",
	"HTTP/1.1 99 x\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 600 x\r\nContent-Length: 0\r\n\r\n",
	"HTTP/1.1 999 x\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 1000 x\r\nContent-Length: 0\r\n\r\n",
	"HTTP/1.1 -1 x\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 +200 x\r\nContent-Length: 0\r\n\r\n",
	"HTTP/1.1 200x OK\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 x OK\r\nContent-Length: 0\r\n\r\n",
	"HTTP/1.1 0200 OK\r\nContent-Length: 0\r\n\r\n",
	"HTTP/1.1\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 \r\nContent-Length: 0\r\n\r\n", "HTTP\r\n\r\n",
	"HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP/2 200 OK\r\nContent-Length: 0\r\n\r\n",
	"HTTP/1.2 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP/0.9 200 OK\r\nContent-Length: 0\r\n\r\n",
	"HTTP/1 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP/1. 200 OK\r\nContent-Length: 0\r\n\r\n",
	"HTTP/1.10 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP/11.1 200 OK\r\nContent-Length: 0\r\n\r\n",
	"HTTP/1.1x 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP/-1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
	"HTTP/a.b 200 OK\r\nContent-Length: 0\r\n\r\n", "http/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
	"ICY 200 OK\r\nContent-Length: 0\r\n\r\n", "garbage\r\n\r\n", "\x16\x03\x01\x01\r\n\r\n", "200 OK\r\n\r\n",
	" HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
	"\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
	"\r\n", "\r\n\r\n",
};

static const char *const headers[] = {
	"HTTP/1.1 200 OK\r\nA: b\r\na: c\r\nContent-Length: 0\r\nD:e\r\nF:\r\nG: \r\nH:  i  \r\nJ:\tk\t\r\n\r\n",
	"HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\td \r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200 OK\r\n A: b\r\nContent-Length: 0\r\n\r\n",
	"HTTP/1.1 200 OK\r\nA:\r\n b\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200 OK\r\nA: b\r\n \r\nContent-Length: 0\r\n\r\n",
	"HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200 OK\r\nA : b\r\nContent-Length: 0\r\n\r\n",
	"HTTP/1.1 200 OK\r\n: b\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200 OK\r\nA: b: c\r\nContent-Length: 0\r\n\r\n",
	"HTTP/1.1 200 OK\r\nA b: c\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200 OK\r\nA: b\rc\r\nContent-Length: 0\r\n\r\n",
	"HTTP/1.1 200 OK\r\nA\xe9: \xe9\x01\r\nContent-Length: 0\r\n\r\n",
};

static const char *const lengths[] = {
	"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nab",
	"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabc",
	"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nabc",
	"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nab", "HTTP/1.1 200 OK\r\nContent-Length: 2x\r\n\r\nab",
	"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nab", "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\nab",
	"HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nab", "HTTP/1.1 200 OK\r\nContent-Length: 0x2\r\n\r\nab",
	"HTTP/1.1 200 OK\r\nContent-Length: 02\r\n\r\nab", "HTTP/1.1 200 OK\r\nContent-Length: 2 \r\n\r\nab",
	"HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\nab", "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nab",
	"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
	"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nab",
	"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nab",
	"HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\nab",
	"HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\nab", "HTTP/1.0 200 OK\r\n\r\nab",
	"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nab", "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n\r\nab",
	"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\nab", "HTTP/1.1 200 OK\r\nConnection: Close\r\n\r\nab",
	"HTTP/1.1 200 OK\r\nConnection: x\r\n\r\nab", "HTTP/1.1 200 OK\r\nConnection: close, x\r\n\r\nab",
};

static const char *const no_body[] = {
	"HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nab", "HTTP/1.0 204 No Content\r\n\r\n",
	"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n", "HTTP/1.1 204 No\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
	"HTTP/1.1 304 Not Modified\r\n\r\n", "HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\n",
	"HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\nab", "HTTP/1.1 205 Reset\r\n\r\n", "HTTP/1.1 205 Reset\r\nContent-Length: 0\r\n\r\n",
	"HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
};

static const char *const continues[] = {
	"HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab",
	"HTTP/1.1 100 Continue\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\nC: d\r\nContent-Length: 2\r\n\r\nab",
	"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab",
	"HTTP/1.1 100 Continue\r\nContent-Length: 1\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab",
	"HTTP/1.1 100 Continue\r\nConnection: close\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab",
	"HTTP/1.0 100 Continue\r\n\r\nHTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nab",
	"HTTP/1.1 101 Switching\r\n\r\n", "HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nab",
	"HTTP/1.1 101 Switching\r\nContent-Length: 2\r\n\r\nab",
	"HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab",
	"HTTP/1.1 103 Hints\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab",
	"HTTP/1.1 199 x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab",
};

static const char *const to_head[] = {
	"HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
	"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
	"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n",
};

static const char *const to_any[] = { "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", "HTTP/1.1 200 OK\r\n\r\nab",
	"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nab" };

int main(void)
{
	start();
	TABLE(EVHTTP_REQ_GET, lines);
	TABLE(EVHTTP_REQ_GET, headers);
	TABLE(EVHTTP_REQ_GET, lengths);
	TABLE(EVHTTP_REQ_GET, no_body);
	TABLE(EVHTTP_REQ_GET, continues);
	TABLE(EVHTTP_REQ_HEAD, to_head);
	for (int method = 1; method <= EVHTTP_REQ_PATCH; method *= 2)
		TABLE(method, to_any);
	stop();
	return t_result();
}
