// run: once
// A listener on a UNIX socket in the file system: the file stays when the listener is freed, and
// then the address is in use. The client's address is that of its socket, too.
#include "kit.h"

ACCEPTED(on_connection)
{
	SAY("from %s, length %d\n", ((struct sockaddr_un *)sa)->sun_path, socklen);
	close(fd);
}

int main(void)
{
	struct event_base *base = event_base_new();
	address server = { .un = { AF_UNIX, "server" } }, peer = { .un = { AF_UNIX, "client" } };
	struct evconnlistener *lev;
	int client = socket(AF_UNIX, SOCK_STREAM, 0);

	lev = evconnlistener_new_bind(base, on_connection, NULL, LEV_OPT_CLOSE_ON_FREE |
	    LEV_OPT_REUSEABLE, -1, &server.sa, sizeof(server.un));
	CHECK(lev);
	CHECK(bind(client, &peer.sa, sizeof(peer.un)) == 0);
	CHECK(connect(client, &server.sa, sizeof(server.un)) == 0);
	turn(base);
	evconnlistener_free(lev);
	SAY("file: %s\n", access("server", F_OK) ? "gone" : "there");
	lev = evconnlistener_new_bind(base, on_connection, NULL, LEV_OPT_REUSEABLE, -1, &server.sa,
	    sizeof(server.un));
	SAY("again: %s, %s\n", lev ? "works" : "NULL", t_errno(errno));
	close(client);
	event_base_free(base);
	return t_result();
}
