// run: once
// libs: -levent_openssl -lssl -lcrypto
// Nothing is read, written or woken while nothing happens: a BIO of the program's own counts. And a BIO of its own is enough
// for a bufferevent, if it knows its socket.
#include "ssl/ssl.h"

static struct event_base *base;

/* What has been asked of the sockets, by both sides. */
static int reads, writes;

static int counted_read(BIO *bio, char *to, int len)
{
	ssize_t n = read((int)(intptr_t)BIO_get_data(bio), to, (size_t)len);
	reads++;
	BIO_clear_retry_flags(bio);
	if (n < 0 && errno == EAGAIN)
		BIO_set_retry_read(bio);
	return (int)n;
}

static int counted_write(BIO *bio, const char *from, int len)
{
	ssize_t n = send((int)(intptr_t)BIO_get_data(bio), from, (size_t)len, MSG_NOSIGNAL);
	writes++;
	BIO_clear_retry_flags(bio);
	if (n < 0 && errno == EAGAIN)
		BIO_set_retry_write(bio);
	return (int)n;
}

static long counted_ctrl(BIO *bio, int cmd, long num, void *ptr)
{
	if (cmd == BIO_C_GET_FD)
		return (int)(intptr_t)BIO_get_data(bio);
	return cmd == BIO_CTRL_FLUSH;
}

static BIO *counted_new(int fd)
{
	static BIO_METHOD *method;
	BIO *bio;
	if (!method) {
		method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK | BIO_TYPE_DESCRIPTOR, "counted");
		BIO_meth_set_read(method, counted_read);
		BIO_meth_set_write(method, counted_write);
		BIO_meth_set_ctrl(method, counted_ctrl);
	}
	bio = BIO_new(method);
	NEED(bio);
	BIO_set_data(bio, (void *)(intptr_t)fd);
	BIO_set_init(bio, 1);
	return bio;
}

/* Turns of the loop in which something was active. */
static void idle(const char *when)
{
	int r, w, active = 0;
	ssl_settle(base);
	r = reads;
	w = writes;
	for (int i = 0; i < 20; i++) {
		CHECK(event_base_loop(base, EVLOOP_NONBLOCK) >= 0);
		active += event_base_get_num_events(base, EVENT_BASE_COUNT_ACTIVE);
	}
	SAY("%s: reads %d, writes %d, active %d\n", when, reads - r, writes - w, active);
}

/* How often a wait of some time ends before its time. */
static void waits(const char *when)
{
	long start;
	int turns = 0;
	ssl_settle(base);
	event_base_loopexit(base, MS(60));
	start = now_ms();
	while (!event_base_got_exit(base) && turns < 1000) {
		event_base_loop(base, EVLOOP_ONCE);
		turns++;
	}
	SAY("%s: %s turns in time\n", when, turns <= 3 ? "few" : "many");
	CHECK(now_ms() - start >= 60 - T_EARLY);
}

static void start(struct side both[2], int options)
{
	int fd[2];
	sides_init(both);
	t_pair(fd);
	for (int i = 0; i < 2; i++) {
		BIO *bio = counted_new(fd[i]);
		both[i].ssl = ssl_new(i);
		SSL_set_bio(both[i].ssl, bio, bio);
		side_on_socket(&both[i], base, -1, options);
		CHECK(bufferevent_getfd(both[i].bev) == fd[i]);
	}
}

static void run(int options)
{
	static char bulk[1 << 20];
	struct side both[2];
	struct evbuffer *in;
	start(both, options);
	sides_meet(both, base);
	idle("open");
	waits("open");
	put_text(both[0].bev, "text");
	ssl_settle(base);
	sides_show(both);
	idle("after data");
	{
		int r = reads, w = writes;
		for (int i = 0; i < 10; i++) {
			put_text(both[0].bev, "text");
			ssl_settle(base);
		}
		SAY("ten messages: %d writes, %s reads\n", writes - w, reads - r <= 30 ? "30 or fewer" : "more than 30");
		both[0].log.text[0] = both[1].log.text[0] = 0;
	}
	CHECK(bufferevent_disable(both[1].bev, EV_WRITE) == 0);
	idle("writing disabled");
	CHECK(bufferevent_disable(both[1].bev, EV_READ) == 0);
	idle("all disabled");
	put_text(both[0].bev, "waits");
	idle("with data, disabled");
	waits("with data, disabled");
	CHECK(bufferevent_enable(both[1].bev, EV_READ | EV_WRITE) == 0);
	idle("enabled");
	sides_show(both);

	bufferevent_setcb(both[1].bev, NULL, NULL, log_ssl_event, &both[1].log);
	bufferevent_setcb(both[0].bev, NULL, NULL, log_ssl_event, &both[0].log);
	CHECK(bufferevent_disable(both[1].bev, EV_READ) == 0);
	CHECK(bufferevent_write(both[0].bev, bulk, sizeof bulk) == 0);
	idle("full");
	waits("full");
	bufferevent_setwatermark(both[1].bev, EV_READ, 0, 1000);
	CHECK(bufferevent_enable(both[1].bev, EV_READ) == 0);
	idle("at the high watermark");
	waits("at the high watermark");
	bufferevent_setwatermark(both[1].bev, EV_READ, 0, 0);
	in = bufferevent_get_input(both[1].bev);
	UNTIL(base, evbuffer_get_length(in) == sizeof bulk);
	idle("all there");

	SSL_shutdown(both[0].ssl);
	idle("after the farewell");
	waits("after the farewell");
	b_show(&both[1].log, both[1].bev);
	bufferevent_free(both[0].bev);
	both[0].bev = NULL;
	idle("after the end");
	waits("after the end");
	b_show(&both[1].log, both[1].bev);
	sides_free(both, base);
}

/* A peer that does not answer. */
static void stalls(int server)
{
	struct side both[2];
	start(both, BEV_OPT_CLOSE_ON_FREE);
	CHECK(bufferevent_disable(both[!server].bev, EV_READ | EV_WRITE) == 0);
	idle(server ? "server alone" : "client alone");
	waits("alone");
	sides_show(both);
	sides_free(both, base);
}

int main(void)
{
	base = event_base_new();
	for (int v = 0; v < 2; v++) {
		ssl_start(ssl_versions[v]);
		for (int defer = 0; defer < 2; defer++) {
			SAY("-- %s%s\n", ssl_version_name(ssl_versions[v]), defer ? ", deferred" : "");
			run(BEV_OPT_CLOSE_ON_FREE | (defer ? BEV_OPT_DEFER_CALLBACKS : 0));
			stalls(0);
			stalls(1);
		}
	}
	event_base_free(base);
	return t_result();
}
