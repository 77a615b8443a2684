// libs: -levent_mbedtls -lmbedtls -lmbedx509 -lmbedcrypto
// on: ours
// A client and a server with Mbed TLS: handshakes, data both ways, farewells and ends without one, failures, wrong arguments.
#include "bufferevent/kit.h"

#include <mbedtls/certs.h>
#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/error.h>
#include <mbedtls/ssl.h>

#include <event2/bufferevent_ssl.h>

static mbedtls_entropy_context entropy;
static mbedtls_ctr_drbg_context random_numbers;
static mbedtls_x509_crt cert;
static mbedtls_pk_context key;
static mbedtls_ssl_config of_client, of_server;
static struct event_base *base;

struct side {
	struct b_log log;
	struct bufferevent *bev;
	mbedtls_dyncontext *context;
};

static void set_up(mbedtls_ssl_config *config, int endpoint, int verify)
{
	mbedtls_ssl_config_init(config);
	CHECK(mbedtls_ssl_config_defaults(config, endpoint, MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT) == 0);
	mbedtls_ssl_conf_rng(config, mbedtls_ctr_drbg_random, &random_numbers);
	mbedtls_ssl_conf_authmode(config, verify);
}

static void set_up_all(void)
{
	mbedtls_entropy_init(&entropy);
	mbedtls_ctr_drbg_init(&random_numbers);
	CHECK(mbedtls_ctr_drbg_seed(&random_numbers, mbedtls_entropy_func, &entropy, NULL, 0) == 0);
	mbedtls_x509_crt_init(&cert);
	mbedtls_pk_init(&key);
	CHECK(mbedtls_x509_crt_parse(&cert, (const void *)mbedtls_test_srv_crt, mbedtls_test_srv_crt_len) == 0);
	CHECK(mbedtls_pk_parse_key(&key, (const void *)mbedtls_test_srv_key, mbedtls_test_srv_key_len, NULL, 0) == 0);
	set_up(&of_client, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_VERIFY_NONE);
	set_up(&of_server, MBEDTLS_SSL_IS_SERVER, MBEDTLS_SSL_VERIFY_NONE);
	CHECK(mbedtls_ssl_conf_own_cert(&of_server, &cert, &key) == 0);
}

static void tear_down_all(void)
{
	mbedtls_ssl_config_free(&of_client);
	mbedtls_ssl_config_free(&of_server);
	mbedtls_x509_crt_free(&cert);
	mbedtls_pk_free(&key);
	mbedtls_ctr_drbg_free(&random_numbers);
	mbedtls_entropy_free(&entropy);
}

/* A side on a socket, or on a bufferevent on that. */
static void side_on(struct side *s, int fd, int is_client, int filtered, int options)
{
	int state = is_client ? BUFFEREVENT_SSL_CONNECTING : BUFFEREVENT_SSL_ACCEPTING;
	s->context = bufferevent_mbedtls_dyncontext_new(is_client ? &of_client : &of_server);
	if (filtered)
		s->bev = bufferevent_mbedtls_filter_new(base, bufferevent_socket_new(base, fd, options), s->context, state, options);
	else
		s->bev = bufferevent_mbedtls_socket_new(base, fd, s->context, state, options);
	CHECK(s->context && s->bev && bufferevent_mbedtls_get_ssl(s->bev) == s->context);
	b_log(s->bev, &s->log, is_client ? "client" : "server");
	CHECK(bufferevent_enable(s->bev, EV_READ | EV_WRITE) == 0);
}

static void logged(struct side *s, const char *text)
{
	CHECK(same(s->log.text, text));
	s->log.text[0] = 0;
}

static void talk(int filtered, int options)
{
	struct side client, server;
	int fd[2];
	t_pair(fd);
	side_on(&client, fd[0], 1, filtered, options);
	side_on(&server, fd[1], 0, filtered, options);
	bufferevent_write(client.bev, "early", 5);
	settle(base);
	logged(&client, " event CONNECTED written");
	logged(&server, " event CONNECTED read \"early\"");
	bufferevent_write(server.bev, "answer", 6);
	settle(base);
	logged(&client, " read \"answer\"");
	logged(&server, " written");

	/* Flags, and what cannot be done. */
	CHECK(bufferevent_mbedtls_get_allow_dirty_shutdown(client.bev) == 0);
	bufferevent_mbedtls_set_allow_dirty_shutdown(client.bev, 1);
	CHECK(bufferevent_mbedtls_get_allow_dirty_shutdown(client.bev) == 1);
	CHECK(bufferevent_ssl_get_flags(client.bev) == BUFFEREVENT_SSL_DIRTY_SHUTDOWN);
	CHECK(bufferevent_ssl_set_flags(client.bev, BUFFEREVENT_SSL_BATCH_WRITE) == BUFFEREVENT_SSL_DIRTY_SHUTDOWN);
	CHECK(bufferevent_ssl_clear_flags(client.bev, BUFFEREVENT_SSL_BATCH_WRITE | BUFFEREVENT_SSL_DIRTY_SHUTDOWN) == 3);
	CHECK(bufferevent_get_mbedtls_error(client.bev) == 0);

	/* The server says farewell; the client may still be heard. */
	CHECK(mbedtls_ssl_close_notify(server.context) == 0);
	settle(base);
	logged(&client, " event READING|EOF");
	CHECK(bufferevent_get_mbedtls_error(client.bev) == 0);
	bufferevent_write(client.bev, "last", 4);
	settle(base);
	logged(&server, " read \"last\"");
	bufferevent_free(client.bev);
	bufferevent_free(server.bev);
	settle(base);
}

/* The other side goes without a word. */
static void truncated(int allowed)
{
	struct side client, server;
	int fd[2];
	t_pair(fd);
	side_on(&client, fd[0], 1, 0, BEV_OPT_CLOSE_ON_FREE);
	side_on(&server, fd[1], 0, 0, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_mbedtls_set_allow_dirty_shutdown(client.bev, allowed);
	settle(base);
	client.log.text[0] = 0;
	bufferevent_free(server.bev);
	settle(base);
	logged(&client, allowed ? " event READING|EOF" : " event READING|ERROR");
	CHECK((int)bufferevent_get_mbedtls_error(client.bev) == MBEDTLS_ERR_SSL_CONN_EOF);
	CHECK(bufferevent_get_mbedtls_error(client.bev) == 0);
	bufferevent_free(client.bev);
	settle(base);
}

/* Garbage instead of a handshake. */
static void garbage(void)
{
	struct side server;
	int fd[2];
	t_pair(fd);
	side_on(&server, fd[1], 0, 0, BEV_OPT_CLOSE_ON_FREE);
	CHECK(bufferevent_mbedtls_renegotiate(server.bev) == -1);
	CHECK(write(fd[0], "GET / HTTP/1.0\r\n\r\n", 18) == 18);
	settle(base);
	logged(&server, " event READING|ERROR");
	int error = (int)bufferevent_get_mbedtls_error(server.bev);
	if (!CHECK(error == MBEDTLS_ERR_SSL_BAD_HS_CLIENT_HELLO))
		SAY("-%#x\n", -error);
	bufferevent_free(server.bev);
	settle(base);
	close(fd[0]);
}

/* A client that trusts nobody. */
static void refused(void)
{
	struct side client, server;
	int fd[2];
	t_pair(fd);
	mbedtls_ssl_conf_authmode(&of_client, MBEDTLS_SSL_VERIFY_REQUIRED);
	side_on(&client, fd[0], 1, 0, BEV_OPT_CLOSE_ON_FREE);
	side_on(&server, fd[1], 0, 0, BEV_OPT_CLOSE_ON_FREE);
	settle(base);
	logged(&client, " event READING|ERROR");
	logged(&server, " event READING|ERROR");
	CHECK((int)bufferevent_get_mbedtls_error(client.bev) == MBEDTLS_ERR_SSL_CA_CHAIN_REQUIRED);
	CHECK((int)bufferevent_get_mbedtls_error(server.bev) == MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE);
	bufferevent_free(client.bev);
	bufferevent_free(server.bev);
	settle(base);
	mbedtls_ssl_conf_authmode(&of_client, MBEDTLS_SSL_VERIFY_NONE);
}

static void bulk(void)
{
	static char block[1000000];
	struct side client, server;
	size_t got = 0;
	int fd[2];
	t_pair(fd);
	side_on(&client, fd[0], 1, 0, BEV_OPT_CLOSE_ON_FREE);
	side_on(&server, fd[1], 0, 0, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(server.bev, NULL, NULL, NULL, NULL);
	memset(block, 'b', sizeof(block));
	bufferevent_write(client.bev, block, sizeof(block));
	while (got < sizeof(block)) {
		struct evbuffer *input = bufferevent_get_input(server.bev);
		event_base_loop(base, EVLOOP_ONCE);
		got += evbuffer_get_length(input);
		evbuffer_drain(input, evbuffer_get_length(input));
	}
	CHECK(got == sizeof(block));
	bufferevent_free(client.bev);
	bufferevent_free(server.bev);
	settle(base);
}

static void wrong_arguments(void)
{
	struct bufferevent *plain = bufferevent_socket_new(base, -1, 0);
	mbedtls_dyncontext *context = bufferevent_mbedtls_dyncontext_new(&of_client);
	CHECK(!bufferevent_mbedtls_dyncontext_new(NULL));
	CHECK(!bufferevent_mbedtls_socket_new(base, -1, NULL, BUFFEREVENT_SSL_CONNECTING, 0));
	CHECK(!bufferevent_mbedtls_socket_new(base, -1, context, 7, 0));
	CHECK(!bufferevent_mbedtls_filter_new(base, NULL, context, BUFFEREVENT_SSL_OPEN, 0));
	CHECK(!bufferevent_mbedtls_get_ssl(plain) && !bufferevent_mbedtls_get_ssl(NULL));
	CHECK(bufferevent_mbedtls_get_allow_dirty_shutdown(plain) == -1);
	bufferevent_mbedtls_set_allow_dirty_shutdown(plain, 1);
	CHECK(bufferevent_mbedtls_renegotiate(plain) == -1 && bufferevent_get_mbedtls_error(plain) == 0);
	CHECK(bufferevent_ssl_get_flags(plain) == EV_UINT64_MAX);
	bufferevent_mbedtls_dyncontext_free(context);
	bufferevent_mbedtls_dyncontext_free(NULL);
	bufferevent_free(plain);
}

int main(void)
{
	signal(SIGPIPE, SIG_IGN);
	set_up_all();
	base = event_base_new();
	for (int filtered = 0; filtered < 2; filtered++)
		talk(filtered, BEV_OPT_CLOSE_ON_FREE);
	talk(0, BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS);
	truncated(0);
	truncated(1);
	garbage();
	refused();
	bulk();
	wrong_arguments();
	event_base_free(base);
	tear_down_all();
	return t_result();
}
