// run: once
// libs: -levent_openssl -lssl -lcrypto
// bufferevent_ssl_renegotiate: what it returns, how often CONNECTED comes, and what becomes of data meanwhile, with TLS 1.2
// when the other side allows or refuses it; and with TLS 1.3, which has no such thing.
#include "ssl/ssl.h"

static struct event_base *base;

/* Handshakes that SSL has begun and ended, as its own callback tells. */
static int begun[2], ended[2];

static void on_info(const SSL *ssl, int where, int ret)
{
	int server = SSL_is_server(ssl);
	if (where & SSL_CB_HANDSHAKE_START)
		begun[server]++;
	if (where & SSL_CB_HANDSHAKE_DONE)
		ended[server]++;
}

static void show(struct side both[2], const char *when)
{
	ssl_settle(base);
	SAY("%s: handshakes %s\n", when, begun[0] || begun[1] ? ended[0] && ended[1] ? "done" : "begun" : "none");
	memset(begun, 0, sizeof begun);
	memset(ended, 0, sizeof ended);
	sides_show(both);
}

static void run(talk_fn over, int who, int allowed, int options)
{
	struct side both[2];
	sides_init(both);
	for (int i = 0; i < 2; i++) {
		both[i].ssl = ssl_new(i);
		SSL_set_info_callback(both[i].ssl, on_info);
		if (!allowed)
			SSL_set_options(both[i].ssl, SSL_OP_NO_RENEGOTIATION);
		else if (i == 1)
			SSL_set_options(both[i].ssl, SSL_OP_ALLOW_CLIENT_RENEGOTIATION);
	}
	over(both, base, BEV_OPT_CLOSE_ON_FREE | options);
	sides_meet(both, base);
	memset(begun, 0, sizeof begun);
	memset(ended, 0, sizeof ended);
	SAY("renegotiate: %d\n", bufferevent_ssl_renegotiate(both[who].bev));
	show(both, "idle");
	put_text(both[0].bev, "question");
	show(both, "question");
	put_text(both[1].bev, "answer");
	show(both, "answer");
	sides_free(both, base);
}

/* Before the first handshake. */
static void early(talk_fn over, int who)
{
	struct side both[2];
	sides_init(both);
	for (int i = 0; i < 2; i++) {
		both[i].ssl = ssl_new(i);
		SSL_set_info_callback(both[i].ssl, on_info);
	}
	SSL_set_options(both[1].ssl, SSL_OP_ALLOW_CLIENT_RENEGOTIATION);
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	SAY("early: %d\n", bufferevent_ssl_renegotiate(both[who].bev));
	show(both, "then");
	sides_free(both, base);
}

/* With output written just before: it arrives, once. */
static void with_data(talk_fn over, int who)
{
	struct side both[2];
	sides_init(both);
	both[1].ssl = ssl_new(1);
	SSL_set_options(both[1].ssl, SSL_OP_ALLOW_CLIENT_RENEGOTIATION);
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	sides_meet(both, base);
	put_text(both[who].bev, "before ");
	SAY("with data: %d\n", bufferevent_ssl_renegotiate(both[who].bev));
	put_text(both[who].bev, "after");
	ssl_settle(base);
	SAY("%s, %s\n", strstr(both[who].log.text, "CONNECTED") ? "connected" : "-",
	    strstr(both[who].log.text, "written") ? "written" : "-");
	SAY("arrived: %s%s\n", strstr(both[!who].log.text, "before ") ? "before" : "-",
	    strstr(both[!who].log.text, "after") ? ", after" : "");
	sides_free(both, base);
}

int main(void)
{
	base = event_base_new();
	for (int v = 0; v < 2; v++) {
		ssl_start(ssl_versions[v]);
		for (int way = 0; way < 4; way++)
			for (int who = 0; who < 2; who++)
				for (int allowed = 0; allowed < 2; allowed++) {
					SAY("-- %s, %s, %s, %s\n", ssl_version_name(ssl_versions[v]), ssl_ways[way].name,
					    who ? "server" : "client", allowed ? "allowed" : "refused");
					run(ssl_ways[way].start, who, allowed, 0);
					SAY("deferred\n");
					run(ssl_ways[way].start, who, allowed, BEV_OPT_DEFER_CALLBACKS);
					if (allowed) {
						if (way < 2)
							early(ssl_ways[way].start, who);
						with_data(ssl_ways[way].start, who);
					}
				}
	}
	event_base_free(base);
	return t_result();
}
