// run: once
// on: ours
// each: -levent_openssl -levent_mbedtls -levent_rustls
// libs: -lcrypto
// Application protocols.
#include "contexts/kit.h"

static void try_protocols(const char *theirs, const char *ours)
{
	struct side client, server;
	char text[20] = "", little[3];
	int len;
	SAY("-- %s, %s: ", theirs ? theirs : "none", ours ? ours : "none");
	use("ca.pem", "localhost.pem");
	CHECK(!theirs || bufferevent_tls_context_set_alpn(of_client, theirs) == 0);
	CHECK(!ours || bufferevent_tls_context_set_alpn(of_server, ours) == 0);
	meet(&client, &server, "localhost");
	until_met(&client, &server);
	if (server.seen & BEV_EVENT_ERROR) {
		SAY("refused\n");
		has_reason(&client);
		has_reason(&server);
	} else {
		len = bufferevent_tls_get_alpn(client.bev, text, sizeof text);
		SAY("\"%s\"\n", text);
		CHECK(len == (int)strlen(text));
		CHECK(bufferevent_tls_get_alpn(client.bev, little, sizeof little) == len && strlen(little) <= 2);
		CHECK(bufferevent_tls_get_alpn(server.bev, little, 0) == len);
	}
	side_free(&client);
	side_free(&server);
}

int main(void)
{
	static const char *const wrong[] = { "", ",", "h2,", ",h2", "h2,,http/1.1" };
	char name[300];
	start();
	try_protocols("h2,http/1.1", "http/1.1,h2");
	try_protocols("h2,http/1.1", "http/1.1");
	try_protocols("h2", "http/1.1");
	try_protocols("h2", NULL);
	try_protocols(NULL, "h2");
	try_protocols(NULL, NULL);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		CHECK(bufferevent_tls_context_set_alpn(of_client, wrong[i]) == -1);
	memset(name, 'x', sizeof name);
	name[256] = 0;
	CHECK(bufferevent_tls_context_set_alpn(of_client, name) == -1);
	name[255] = 0;
	CHECK(bufferevent_tls_context_set_alpn(of_client, name) == 0);
	return finish();
}
