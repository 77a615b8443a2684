// run: once
// on: ours
// libs: -levent_mbedtls -lmbedtls -lmbedx509 -lmbedcrypto
// bufferevent_mbedtls_renegotiate: what it returns, how often CONNECTED comes, and what becomes of data meanwhile, when
// both allow it, or the other side refuses. (If the server asks for it while the client's data is under way, Mbed TLS 2.28
// itself fails.)
#include "mbedtls/mbed.h"

static struct side both[2];

static void show(const char *when)
{
	m_settle();
	SAY("%s\n", when);
	sides_show(both);
}

static void allow(mbedtls_ssl_config *config)
{
	mbedtls_ssl_conf_renegotiation(config, MBEDTLS_SSL_RENEGOTIATION_ENABLED);
}

static void run(talk_fn over, int who, int options)
{
	sides_start(both, over, options);
	CHECK(bufferevent_mbedtls_renegotiate(both[who].bev) == -1); /* before the first handshake */
	sides_meet(both);
	SAY("renegotiate: %d\n", bufferevent_mbedtls_renegotiate(both[who].bev));
	show("idle");
	put_text(both[0].bev, "question");
	show("question");
	put_text(both[1].bev, "answer");
	show("answer");
	for (int i = 0; i < 2; i++)
		SAY("error: %s\n", m_error(bufferevent_get_mbedtls_error(both[i].bev)));
	sides_free(both);
}

/* With output written just before, and after: it arrives in order, once. */
static void with_data(talk_fn over, int who)
{
	SAY("with data\n");
	sides_start(both, over, 0);
	sides_meet(both);
	put_text(both[who].bev, "before ");
	CHECK(bufferevent_mbedtls_renegotiate(both[who].bev) == 0);
	put_text(both[who].bev, "after");
	m_settle();
	/* In one piece or in two. */
	SAY("\"before \" %s, \"after\" %s\n", strstr(both[!who].log.text, "before ") ? "there" : "missing",
	    strstr(both[!who].log.text, "after") ? "there" : "missing");
	CHECK(strstr(both[!who].log.text, "before ") < strstr(both[!who].log.text, "after"));
	sides_free(both);
}

/* The server's data is there before its answer could be: the call says that it has not worked, and all goes on. */
static void data_first(void)
{
	struct side client;
	struct raw server;
	SAY("data first\n");
	side_and_raw(&client, 0, &server, 0);
	side_meet(&client, &server);
	CHECK(mbedtls_ssl_write(&server.ssl, (const void *)"first", 5) == 5);
	raw_send(&server);
	SAY("renegotiate: %d\n", bufferevent_mbedtls_renegotiate(client.bev));
	/* What the client has begun goes on while both read. */
	for (int i = 0; i < 4; i++) {
		CHECK(same(raw_get(&server), ""));
		raw_send(&server);
		m_settle();
	}
	put_text(client.bev, "answer");
	m_settle();
	SAY("server: \"%s\"\n", raw_get(&server));
	raw_close(&server);
	m_settle();
	b_show(&client.log, client.bev);
	side_free(&client);
	raw_free(&server);
}

int main(void)
{
	m_start();
	for (int allowed = 0; allowed < 2; allowed++)
		for (int way = 0; way < 3; way++)
			for (int who = 0; who < 2; who++) {
				SAY("-- %s, %s, %s\n", allowed ? "both allow it" : "the other side refuses", m_ways[way].name,
				    who ? "server" : "client");
				m_configs();
				allow(who ? &of_server : &of_client);
				if (allowed)
					allow(who ? &of_client : &of_server);
				run(m_ways[way].start, who, way & 1 ? BEV_OPT_DEFER_CALLBACKS : 0);
				if (allowed)
					with_data(m_ways[way].start, who);
			}
	data_first();
	SAY("-- not allowed by the own settings\n");
	m_configs();
	run(over_sockets, 0, 0);
	return m_end();
}
