// run: once
// on: ours
// libs: -levent_openssl -lssl -lcrypto
// A bufferevent is freed while OpenSSL asks about a certificate, and somebody else keeps it: then the SSL object may be freed,
// and whatever is done with the bufferevent does not use it. (The original goes on with it.)
#include "ssl/ssl.h"

static struct side side;
static int is_freed;

static int frees(int verified, X509_STORE_CTX *store)
{
	/* It is called for each thing that may be wrong. */
	if (!is_freed) {
		SAY("asked\n");
		bufferevent_free(side.bev);
		is_freed = 1;
	}
	return 1;
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct raw peer;
	ssl_start(TLS1_2_VERSION);
	side_and_raw(&side, 0, &peer, base, 0);
	SSL_set_verify(side.ssl, SSL_VERIFY_PEER, frees);
	bufferevent_incref(side.bev);
	for (int i = 0; i < 5; i++) {
		ssl_settle(base);
		raw_turn(&peer);
	}
	if (!CHECK(is_freed))
		bufferevent_free(side.bev);
	SSL_free(side.ssl);
	CHECK(bufferevent_disable(side.bev, EV_READ | EV_WRITE) == 0);
	CHECK(bufferevent_enable(side.bev, EV_READ | EV_WRITE) == 0);
	put_text(side.bev, "text");
	ssl_settle(base);
	b_show(&side.log, NULL);
	CHECK(event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED) == 0);
	bufferevent_decref(side.bev);
	ssl_settle(base);
	raw_free(&peer);
	event_base_free(base);
	return t_result();
}
