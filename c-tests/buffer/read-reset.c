// evbuffer_read after the peer has reset the connection: what came before is lost as the kernel says, then -1.
// run: once
#include "buffer/kit.h"
#include <netinet/in.h>

int main(void)
{
	struct sockaddr_in sin = { .sin_family = AF_INET };
	socklen_t length = sizeof sin;
	struct linger hard = { 1, 0 };
	int listener = socket(AF_INET, SOCK_STREAM, 0), client, server, n;
	struct evbuffer *buf = evbuffer_new();

	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	CHECK(bind(listener, (struct sockaddr *)&sin, sizeof sin) == 0);
	CHECK(listen(listener, 1) == 0);
	CHECK(getsockname(listener, (struct sockaddr *)&sin, &length) == 0);
	client = socket(AF_INET, SOCK_STREAM, 0);
	CHECK(connect(client, (struct sockaddr *)&sin, sizeof sin) == 0);
	server = accept(listener, NULL, NULL);
	setsockopt(client, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
	close(client);
	put_text(buf, "before");
	n = evbuffer_read(buf, server, -1);
	SAY("read: %d %s\n", n, t_errno(errno));
	n = evbuffer_read(buf, server, -1);
	SAY("again: %d\n", n);
	say_text("then", buf);
	evbuffer_free(buf);
	close(server);
	close(listener);
	return t_result();
}
