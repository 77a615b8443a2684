// run: once
// on: ours
// each: -levent_openssl -levent_mbedtls -levent_rustls
// libs: -lcrypto
// A second connection to a host goes on with the session of the first; one to another does not.
#include "contexts/kit.h"

/* Connects, and talks, so that tickets arrive. */
static void connect_to(const char *host, int expected)
{
	struct side client, server;
	meet(&client, &server, host);
	until_met(&client, &server);
	until_said(&client, &server);
	CHECK(bufferevent_tls_is_resumed(client.bev) == expected);
	CHECK(bufferevent_tls_is_resumed(server.bev) == expected);
	side_free(&client);
	side_free(&server);
}

int main(void)
{
	start();
	for (int i = 0; i < 4; i++)
		connect_to("localhost", i > 0);
	/* Settings of its own, sessions of its own. */
	use("ca.pem", "localhost.pem");
	connect_to("localhost", 0);
	connect_to("localhost", 1);
	return finish();
}
