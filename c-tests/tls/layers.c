// on: ours
// TLS on top of a pair, of filters, and of TLS.
#include "tls/kit.h"

static struct event_base *base;

static void talk(const char *name, struct bufferevent *client, struct bufferevent *server)
{
	struct side both[2];
	SAY("%s\n", name);
	sides_init(both);
	side_on(&both[0], client, BEV_OPT_CLOSE_ON_FREE);
	side_on(&both[1], server, BEV_OPT_CLOSE_ON_FREE);
	settle(base);
	sides_connect(both, base);
	put_text(both[0].bev, "to you");
	settle(base);
	sides_logged(both, " written", " read \"to you\"");
	put_text(both[1].bev, "to me");
	settle(base);
	sides_logged(both, " read \"to me\"", " written");
	CHECK(bufferevent_tls_renegotiate(both[1].bev) == 0);
	settle(base);
	sides_logged(both, "", " event CONNECTED");
	sides_free(both, base);
}

/* Turns the bits around, in pieces of up to 7 bytes. */
static enum bufferevent_filter_result turn(struct evbuffer *from, struct evbuffer *to, ev_ssize_t room,
    enum bufferevent_flush_mode mode, void *arg)
{
	unsigned char data[7];
	int n = evbuffer_remove(from, data, sizeof data);
	for (int i = 0; i < n; i++)
		data[i] = (unsigned char)~data[i];
	return n > 0 && evbuffer_add(to, data, (size_t)n) == 0 ? BEV_OK : BEV_NEED_MORE;
}

int main(void)
{
	struct bufferevent *below[2];
	struct toy toys[2];
	int fd[2];
	base = event_base_new();

	CHECK(bufferevent_pair_new(base, BEV_OPT_CLOSE_ON_FREE, below) == 0);
	talk("pair", below[0], below[1]);

	for (int i = 0; i < 2; i++) {
		bufferevent_filter_cb function = i ? turn : NULL;
		t_pair(fd);
		for (int j = 0; j < 2; j++) {
			below[j] = bufferevent_socket_new(base, fd[j], BEV_OPT_CLOSE_ON_FREE);
			below[j] = bufferevent_filter_new(below[j], function, function, BEV_OPT_CLOSE_ON_FREE, NULL, NULL);
		}
		talk(i ? "filter" : "empty filter", below[0], below[1]);
	}

	t_pair(fd);
	for (int j = 0; j < 2; j++) {
		toy_init(&toys[j], j == 1);
		below[j] = bufferevent_tls_socket_new(base, fd[j], &toy_provider, &toys[j],
		    j == 1 ? BUFFEREVENT_SSL_CONNECTING : BUFFEREVENT_SSL_ACCEPTING, BEV_OPT_CLOSE_ON_FREE);
	}
	talk("TLS", below[0], below[1]);
	for (int j = 0; j < 2; j++)
		CHECK(toys[j].calls.free == 1);
	event_base_free(base);
	return t_result();
}
