// on: ours
// A client that connects by itself, by address and by name: CONNECTED comes once, after the handshake.
#include "tls/kit.h"

static struct event_base *base;

static void talk(int by_name)
{
	struct side both[2];
	struct sockaddr_in sin;
	int listener = tcp_listen(&sin);
	sides_init(both);
	side_on_socket(&both[0], base, -1, BEV_OPT_CLOSE_ON_FREE);
	CHECK(bufferevent_getfd(both[0].bev) == -1 && both[0].toy.fd == -1);
	put_text(both[0].bev, "early");
	settle(base);
	CHECK(both[0].toy.calls.handshake == 0);
	if (by_name)
		CHECK(bufferevent_socket_connect_hostname(both[0].bev, NULL, AF_INET, "127.0.0.1",
		    ntohs(sin.sin_port)) == 0);
	else
		CHECK(bufferevent_socket_connect(both[0].bev, (struct sockaddr *)&sin, sizeof sin) == 0);
	CHECK(both[0].toy.fd >= 0 && both[0].toy.fd == bufferevent_getfd(both[0].bev));
	CHECK(both[0].toy.calls.handshake == 0);
	side_on_socket(&both[1], base, tcp_accept(listener), BEV_OPT_CLOSE_ON_FREE);
	UNTIL(base, strstr(both[1].log.text, "read") && strstr(both[0].log.text, "written"));
	sides_logged(both, " event CONNECTED written", " event CONNECTED read \"early\"");
	put_text(both[1].bev, "answer");
	UNTIL(base, strstr(both[0].log.text, "read") && strstr(both[1].log.text, "written"));
	sides_logged(both, " read \"answer\"", " written");
	sides_free(both, base);
	close(listener);
}

int main(void)
{
	base = event_base_new();
	talk(0);
	talk(1);
	event_base_free(base);
	return t_result();
}
