// run: once
// libs: -levent_openssl -lssl -lcrypto
// What a peer sends after it has ended TLS, behind a lot that came before, stays in the socket for the program to read, if
// the socket is to outlive the bufferevent.
#include "ssl/ssl.h"

#define RECORD 16384
#define LEN (8 * RECORD)
#define PLAIN "no longer TLS"

int main(void)
{
	static char data[LEN], got[LEN + 1], plain[100];
	struct event_base *base = event_base_new();
	for (int v = 0; v < 2; v++)
		for (int server = 0; server < 2; server++) {
			struct side side;
			struct raw peer;
			ssize_t n;
			int fd;
			SAY("-- %s, %s\n", ssl_version_name(ssl_versions[v]), server ? "server" : "client");
			ssl_start(ssl_versions[v]);
			side_and_raw(&side, server, &peer, base, 0);
			side_meet(&side, &peer, base);
			bufferevent_setcb(side.bev, NULL, NULL, log_ssl_event, &side.log);
			for (int i = 0; i < LEN; i += RECORD)
				CHECK(SSL_write(peer.ssl, data + i, RECORD) == RECORD);
			SSL_shutdown(peer.ssl);
			raw_send(&peer);
			CHECK(send(peer.fd, PLAIN, strlen(PLAIN), MSG_NOSIGNAL) == (ssize_t)strlen(PLAIN));
			ssl_settle(base);
			CHECK(bufferevent_read(side.bev, got, sizeof got) == LEN);
			fd = bufferevent_getfd(side.bev);
			bufferevent_free(side.bev);
			ssl_settle(base);
			n = recv(fd, plain, sizeof plain - 1, MSG_DONTWAIT);
			SAY("%zd bytes: %s\n", n, n > 0 ? plain : "");
			close(fd);
			SSL_free(side.ssl);
			raw_free(&peer);
			memset(plain, 0, sizeof plain);
		}
	event_base_free(base);
	return t_result();
}
