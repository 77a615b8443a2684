// run: once
// on: ours
// each: -levent_openssl -levent_mbedtls -levent_rustls
// libs: -lcrypto
// Whom a client takes for the server it wants, and what it says of others.
#include "contexts/kit.h"

static void try_host(const char *ca, const char *cert, const char *host)
{
	struct side client, server;
	SAY("-- %s, %s, for %s: ", ca, cert, host);
	use(ca, cert);
	meet(&client, &server, host);
	until_met(&client, &server);
	if (client.seen == BEV_EVENT_CONNECTED) {
		SAY("connected\n");
	} else {
		SAY("refused\n");
		CHECK(client.seen == (BEV_EVENT_READING | BEV_EVENT_ERROR));
		has_reason(&client);
		/* With TLS 1.3 it had connected before. */
		UNTIL(base, server.seen & ENDS);
		has_reason(&server);
	}
	side_free(&client);
	side_free(&server);
}

int main(void)
{
	start();
	try_host("ca.pem", "localhost.pem", "localhost");
	try_host("ca.pem", "localhost.pem", "LocalHost");
	try_host("ca.pem", "localhost.pem", "example.org");
	try_host("ca.pem", "localhost.pem", "sub.localhost");
	try_host("ca.pem", "expired.pem", "localhost");
	try_host("other-ca.pem", "localhost.pem", "localhost");
	return finish();
}
