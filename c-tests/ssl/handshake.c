// run: once
// libs: -levent_openssl -lssl -lcrypto
// Two bufferevents shake hands: each side gets CONNECTED once, and what was written before goes after that.
#include "ssl/ssl.h"

static struct event_base *base;

static void run(int version, talk_fn start, int options)
{
	struct side both[2];
	ssl_start(version);
	sides_init(both);
	start(both, base, BEV_OPT_CLOSE_ON_FREE | options);
	sides_show(both); /* nothing before the loop runs */
	ssl_settle(base);
	sides_show(both);
	for (int i = 0; i < 2; i++) {
		CHECK(SSL_is_init_finished(both[i].ssl));
		SAY("%s\n", SSL_get_version(both[i].ssl));
		CHECK(bufferevent_openssl_get_ssl(both[i].bev) == both[i].ssl);
		CHECK(bufferevent_get_openssl_error(both[i].bev) == 0);
	}
	put_text(both[0].bev, "question");
	ssl_settle(base);
	put_text(both[1].bev, "answer");
	ssl_settle(base);
	sides_show(both);
	sides_free(both, base);

	SAY("written before, by both:\n");
	sides_init(both);
	start(both, base, BEV_OPT_CLOSE_ON_FREE | options);
	for (int i = 0; i < 2; i++)
		put_text(both[i].bev, i ? "of the server" : "of the client");
	sides_show(both);
	ssl_settle(base);
	sides_show(both);
	sides_free(both, base);
}

int main(void)
{
	base = event_base_new();
	for (int v = 0; v < 2; v++)
		for (int way = 0; way < 4; way++)
			for (int defer = 0; defer < 2; defer++) {
				SAY("-- %s, %s%s\n", ssl_version_name(ssl_versions[v]), ssl_ways[way].name,
				    defer ? ", deferred" : "");
				run(ssl_versions[v], ssl_ways[way].start, defer ? BEV_OPT_DEFER_CALLBACKS : 0);
			}
	event_base_free(base);
	return t_result();
}
