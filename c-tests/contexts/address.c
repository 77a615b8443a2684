// run: once
// on: ours
// each: -levent_openssl -levent_mbedtls -levent_rustls
// libs: -lcrypto
// Certificates for addresses.
#include "contexts/kit.h"

int main(void)
{
	static const char *const hosts[] = { "127.0.0.1", "127.0.0.2", "::1" };
	start();
	for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
		struct side client, server;
		meet(&client, &server, hosts[i]);
		until_met(&client, &server);
		SAY("%s: %s\n", hosts[i], client.seen == BEV_EVENT_CONNECTED ? "connected" : "refused");
		side_free(&client);
		side_free(&server);
	}
	return finish();
}
