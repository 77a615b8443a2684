// run: once
// Responses in chunks as a client sees them: sizes, extensions, trailers, ends of lines, cut off; beside other transfer
// encodings and a length.
#include "peer.h"

#define CHUNKED "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
static const char *const chunks[] = {
	CHUNKED "0\r\n\r\n", CHUNKED "2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n", CHUNKED "A\r\n0123456789\r\n0\r\n\r\n",
	CHUNKED "a\r\n0123456789\r\n0\r\n\r\n", CHUNKED "0002\r\nab\r\n000\r\n\r\n", CHUNKED "0x2\r\nab\r\n0\r\n\r\n",
	CHUNKED "2;x=y\r\nab\r\n0;z\r\n\r\n", CHUNKED "2 ;x\r\nab\r\n0\r\n\r\n", CHUNKED "2 x\r\nab\r\n0\r\n\r\n", CHUNKED "2x\r\nab\r\n0\r\n\r\n",
	CHUNKED " 2\r\nab\r\n0\r\n\r\n", CHUNKED "+2\r\nab\r\n0\r\n\r\n", CHUNKED "-2\r\nab\r\n0\r\n\r\n", CHUNKED "x\r\nab\r\n0\r\n\r\n",
	CHUNKED "\r\n2\r\nab\r\n0\r\n\r\n", CHUNKED "2\nab\n0\n\n", CHUNKED "2\r\nab0\r\n\r\n", CHUNKED "2\r\nabc\r\n0\r\n\r\n",
	CHUNKED "2\r\nab\r\n\r\n0\r\n\r\n", CHUNKED "7fffffffffffffff\r\nab", CHUNKED "ffffffffffffffff\r\nab", CHUNKED "10000000000000000\r\nab",
	CHUNKED "2\r\nab\r\n0\r\nT: u\r\nV: w\r\n\r\n", CHUNKED "2\r\nab\r\n0\r\nno colon\r\n\r\n", CHUNKED "2\r\nab\r\n0\r\nT: u\r\n v\r\n\r\n",
	CHUNKED "2\r\nab\r\n0\r\nContent-Length: 5\r\nConnection: close\r\n\r\n", CHUNKED "2\r\nab\r\n0\r\n\r\nabc",
	CHUNKED, CHUNKED "2", CHUNKED "2\r\n", CHUNKED "2\r\na", CHUNKED "2\r\nab", CHUNKED "2\r\nab\r\n", CHUNKED "2\r\nab\r\n0",
	CHUNKED "2\r\nab\r\n0\r\n", CHUNKED "2\r\nab\r\n0\r\nT: u\r\n",
	"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n",
	"HTTP/1.1 200 OK\r\ntransfer-encoding: CHUNKED\r\n\r\n2\r\nab\r\n0\r\n\r\n",
	"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nContent-Length: 2\r\n\r\nab", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nab",
	"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\nContent-Length: 2\r\n\r\nab",
	"HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 2\r\n\r\nab",
	"HTTP/1.1 200 OK\r\nTransfer-Encoding: \r\nContent-Length: 2\r\n\r\nab",
	"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n2\r\nab\r\n0\r\n\r\n",
	"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n",
	"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n",
	"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n",
	"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n2\r\nab\r\n0\r\n\r\n",
};

int main(void)
{
	start();
	TABLE(EVHTTP_REQ_GET, chunks);
	stop();
	return t_result();
}
