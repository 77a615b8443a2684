// run: once
// on: ours
// each: -levent_openssl -levent_mbedtls -levent_rustls
// libs: -lcrypto
// What is wrong is refused, and nothing is lost.
#include "contexts/kit.h"

static void files(void)
{
	FILE *file = fopen("garbage.pem", "w");
	fputs("-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----\n", file);
	fclose(file);
	fclose(fopen("empty.pem", "w"));
	CHECK(!bufferevent_tls_context_new_server(NULL, "key.pem"));
	CHECK(!bufferevent_tls_context_new_server("localhost.pem", NULL));
	CHECK(!bufferevent_tls_context_new_server("none.pem", "key.pem"));
	CHECK(!bufferevent_tls_context_new_server("localhost.pem", "none.pem"));
	CHECK(!bufferevent_tls_context_new_server("garbage.pem", "key.pem"));
	CHECK(!bufferevent_tls_context_new_server("localhost.pem", "garbage.pem"));
	CHECK(!bufferevent_tls_context_new_server("empty.pem", "key.pem"));
	CHECK(!bufferevent_tls_context_new_server("localhost.pem", "empty.pem"));
	CHECK(!bufferevent_tls_context_new_server("localhost.pem", "other-key.pem"));
	CHECK(!bufferevent_tls_context_new_server(".", "."));
	CHECK(bufferevent_tls_context_trust_file(of_client, NULL) == -1);
	CHECK(bufferevent_tls_context_trust_file(of_client, "none.pem") == -1);
	CHECK(bufferevent_tls_context_trust_file(of_client, "garbage.pem") == -1);
	CHECK(bufferevent_tls_context_trust_file(of_client, "empty.pem") == -1);
	CHECK(bufferevent_tls_context_trust_file(NULL, "ca.pem") == -1);
	CHECK(bufferevent_tls_context_trust_file(of_server, "ca.pem") == -1);
}

static void arguments(void)
{
	evutil_socket_t fd[2];
	char text[10] = "kept";
	struct bufferevent *plain = bufferevent_socket_new(base, -1, 0);
	t_pair(fd);
	bufferevent_tls_context_free(NULL);
	CHECK(bufferevent_tls_context_set_alpn(NULL, "h2") == -1);
	CHECK(bufferevent_tls_context_set_alpn(of_client, NULL) == -1);
	CHECK(!bufferevent_tls_client_new(NULL, fd[0], of_client, "localhost", 0));
	CHECK(!bufferevent_tls_client_new(base, fd[0], NULL, "localhost", 0));
	CHECK(!bufferevent_tls_client_new(base, fd[0], of_client, NULL, 0));
	CHECK(!bufferevent_tls_client_new(base, fd[0], of_client, "", 0));
	CHECK(!bufferevent_tls_client_new(base, fd[0], of_server, "localhost", 0));
	CHECK(!bufferevent_tls_server_new(NULL, fd[0], of_server, 0));
	CHECK(!bufferevent_tls_server_new(base, fd[0], NULL, 0));
	CHECK(!bufferevent_tls_server_new(base, fd[0], of_client, 0));
	CHECK(!bufferevent_tls_client_filter_new(NULL, of_client, "localhost", 0));
	CHECK(!bufferevent_tls_client_filter_new(plain, of_client, NULL, 0));
	CHECK(!bufferevent_tls_client_filter_new(plain, of_server, "localhost", 0));
	CHECK(!bufferevent_tls_server_filter_new(NULL, of_server, 0));
	CHECK(!bufferevent_tls_server_filter_new(plain, of_client, 0));
	CHECK(bufferevent_tls_get_alpn(plain, text, sizeof text) == -1);
	CHECK(bufferevent_tls_is_resumed(plain) == -1);
	CHECK(bufferevent_tls_get_reason(plain, text, sizeof text) == -1);
	CHECK(bufferevent_tls_get_alpn(NULL, text, sizeof text) == -1);
	CHECK(bufferevent_tls_is_resumed(NULL) == -1);
	CHECK(bufferevent_tls_get_reason(NULL, text, sizeof text) == -1);
	CHECK(same(text, "kept"));
	/* They are still the caller's. */
	CHECK(write(fd[0], "x", 1) == 1);
	bufferevent_free(plain);
	close(fd[0]);
	close(fd[1]);
}

/* The old ones go on. */
static void still_good(void)
{
	struct side client, server;
	meet(&client, &server, "localhost");
	until_met(&client, &server);
	until_said(&client, &server);
	side_free(&client);
	side_free(&server);
}

int main(void)
{
	start();
	files();
	arguments();
	still_good();
	return finish();
}
