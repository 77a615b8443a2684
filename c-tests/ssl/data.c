// run: once
// libs: -levent_openssl -lssl -lcrypto
// Data both ways: small messages, references and files, input that the program leaves, what comes in one flight, and
// what is written inside callbacks.
#include "ssl/ssl.h"

static struct event_base *base;

static void cleaned(const void *data, size_t len, void *log) { LOG((struct b_log *)log, " reference of %zu let go", len); }

static void small(struct side both[2])
{
	char path[] = "dataXXXXXX";
	int fd;
	SAY("small\n");
	for (int i = 0; i < 3; i++) {
		put_text(both[i % 2].bev, "one ");
		put_text(both[i % 2].bev, "two");
		ssl_settle(base);
		sides_show(both);
	}
	SAY("at once\n");
	put_text(both[0].bev, "from the client");
	put_text(both[1].bev, "from the server");
	ssl_settle(base);
	for (int i = 0; i < 2; i++) /* the order of reading and writing is chance here */
		SAY("%s: %s, %s\n", both[i].log.name, strstr(both[i].log.text, " read \"from the ") ? "read" : "-",
		    strstr(both[i].log.text, " written") ? "written" : "-");
	both[0].log.text[0] = both[1].log.text[0] = 0;

	SAY("reference, file, nothing\n");
	CHECK(evbuffer_add_reference(bufferevent_get_output(both[0].bev), "referenced", 10, cleaned, &both[0].log) == 0);
	ssl_settle(base);
	sides_show(both);
	fd = mkstemp(path);
	unlink(path);
	CHECK(write(fd, "0123456789", 10) == 10);
	CHECK(evbuffer_add_file(bufferevent_get_output(both[1].bev), fd, 2, 5) == 0);
	ssl_settle(base);
	sides_show(both);
	CHECK(bufferevent_write(both[0].bev, "", 0) == 0);
	ssl_settle(base);
	sides_show(both);
}

/* The program takes some of its input, or none. */
static size_t take;

static void on_read(struct bufferevent *bev, void *arg)
{
	char data[100];
	struct b_log *log = arg;
	size_t there = evbuffer_get_length(bufferevent_get_input(bev));
	size_t n = bufferevent_read(bev, data, take);
	LOG(log, " read %zu of %zu", n, there);
}

static void leftover(struct side both[2])
{
	static const size_t takes[] = { 0, 3, 100 };
	SAY("leftover\n");
	bufferevent_setcb(both[1].bev, on_read, log_write, log_ssl_event, &both[1].log);
	for (int i = 0; i < 3; i++) {
		take = takes[i];
		put_text(both[0].bev, "abcde");
		ssl_settle(base);
		sides_show(both);
	}
	bufferevent_setcb(both[1].bev, log_read, log_write, log_ssl_event, &both[1].log);
}

/* A conversation inside the callbacks: each byte is answered with one less. */
static void on_count(struct bufferevent *bev, void *arg)
{
	struct b_log *log = arg;
	unsigned char c;
	while (bufferevent_read(bev, &c, 1) == 1) {
		LOG(log, " %d", c);
		if (c--)
			bufferevent_write(bev, &c, 1);
	}
}

static void conversation(struct side both[2])
{
	SAY("conversation\n");
	for (int i = 0; i < 2; i++)
		bufferevent_setcb(both[i].bev, on_count, NULL, log_ssl_event, &both[i].log);
	put_text(both[0].bev, "\011");
	ssl_settle(base);
	sides_show(both);
	for (int i = 0; i < 2; i++)
		bufferevent_setcb(both[i].bev, log_read, log_write, log_ssl_event, &both[i].log);
}

/* Reading is switched off while data is under way, and is in the socket or in SSL. */
static void disabled(struct side both[2])
{
	SAY("disabled\n");
	CHECK(bufferevent_disable(both[1].bev, EV_READ) == 0);
	put_text(both[0].bev, "waits");
	ssl_settle(base);
	sides_show(both);
	CHECK(bufferevent_enable(both[1].bev, EV_READ) == 0);
	b_show(&both[1].log, both[1].bev); /* inside enable? */
	ssl_settle(base);
	sides_show(both);
	CHECK(bufferevent_disable(both[0].bev, EV_WRITE) == 0);
	put_text(both[0].bev, "waits");
	ssl_settle(base);
	sides_show(both);
	CHECK(bufferevent_enable(both[0].bev, EV_WRITE) == 0);
	b_show(&both[0].log, both[0].bev);
	ssl_settle(base);
	sides_show(both);
}

int main(void)
{
	base = event_base_new();
	for (int v = 0; v < 2; v++)
		for (int way = 0; way < 4; way++)
			for (int defer = 0; defer < 2; defer++) {
				struct side both[2];
				SAY("-- %s, %s%s\n", ssl_version_name(ssl_versions[v]), ssl_ways[way].name,
				    defer ? ", deferred" : "");
				ssl_start(ssl_versions[v]);
				sides_init(both);
				ssl_ways[way].start(both, base,
				    BEV_OPT_CLOSE_ON_FREE | (defer ? BEV_OPT_DEFER_CALLBACKS : 0));
				sides_meet(both, base);
				small(both);
				leftover(both);
				conversation(both);
				disabled(both);
				sides_free(both, base);
			}
	event_base_free(base);
	return t_result();
}
