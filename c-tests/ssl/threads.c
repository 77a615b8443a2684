// run: once
// libs: -levent_openssl -lssl -lcrypto
// timeout: 60
// The loop runs in another thread, and this one writes, asks and frees in the end: every byte arrives, in order.
// (On top of other bufferevents, or freed in the midst of a handshake by another thread, the original sometimes fails.)
#include "ssl/ssl.h"

#include "bufferevent/threads.h"

#define ALL 300000u

static sem_t ended;

struct end {
	struct bufferevent *bev;
	SSL *ssl;
	size_t got, wrong;
	int connected, others;
};

static void on_read(struct bufferevent *bev, void *arg)
{
	struct end *end = arg;
	unsigned char data[1000];
	size_t n;
	while ((n = bufferevent_read(bev, data, sizeof data)) > 0)
		for (size_t i = 0; i < n; i++)
			end->wrong += data[i] != (unsigned char)(end->got++ % 251);
	if (end->got == ALL)
		sem_post(&ended);
}

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	struct end *end = arg;
	if (what == BEV_EVENT_CONNECTED)
		end->connected++;
	else
		end->others++;
}

static void make(struct end both[2], struct event_base *base, int options, int fd[2])
{
	memset(both, 0, 2 * sizeof *both);
	t_pair(fd);
	for (int i = 0; i < 2; i++) {
		struct end *end = &both[i];
		end->ssl = ssl_new(i);
		end->bev = bufferevent_openssl_socket_new(base, fd[i], end->ssl, SSL_START(i), options);
		NEED(end->bev);
		bufferevent_setcb(end->bev, on_read, NULL, on_event, end);
	}
}

static void transfer(int options)
{
	struct loop loop;
	struct end both[2];
	unsigned char piece[100];
	int fd[2], before = ssl_freed;
	struct event_base *base = event_base_new();
	loop.base = base;
	make(both, base, BEV_OPT_CLOSE_ON_FREE | BEV_OPT_THREADSAFE | options, fd);
	CHECK(pthread_create(&loop.thread, NULL, loop_run, &loop) == 0);
	for (int i = 0; i < 2; i++)
		CHECK(bufferevent_enable(both[i].bev, EV_READ | EV_WRITE) == 0);
	for (size_t sent = 0; sent < ALL; sent += sizeof piece) {
		for (size_t i = 0; i < sizeof piece; i++)
			piece[i] = (unsigned char)((sent + i) % 251);
		for (int i = 0; i < 2; i++)
			CHECK(bufferevent_write(both[i].bev, piece, sizeof piece) == 0);
		CHECK(bufferevent_openssl_get_ssl(both[0].bev) == both[0].ssl);
		CHECK(bufferevent_get_openssl_error(both[1].bev) == 0);
		if (sent % 30000 == 0) {
			CHECK(bufferevent_disable(both[0].bev, EV_READ) == 0);
			CHECK(bufferevent_enable(both[0].bev, EV_READ) == 0);
		}
	}
	for (int i = 0; i < 2; i++)
		sem_get(&ended);
	for (int i = 0; i < 2; i++)
		SAY("got %zu, wrong %zu, connected %d, others %d\n", both[i].got, both[i].wrong, both[i].connected,
		    both[i].others);
	for (int i = 0; i < 2; i++) {
		bufferevent_setcb(both[i].bev, NULL, NULL, NULL, NULL);
		bufferevent_free(both[i].bev);
	}
	loop_stop(&loop);
	ssl_settle(base);
	SAY("SSL freed %d, sockets %s %s\n", ssl_freed - before, fd_open(fd[0]) ? "open" : "closed",
	    fd_open(fd[1]) ? "open" : "closed");
	event_base_free(base);
}

int main(void)
{
	static const int options[] = { 0, BEV_OPT_DEFER_CALLBACKS, BEV_OPT_DEFER_CALLBACKS | BEV_OPT_UNLOCK_CALLBACKS };
	evthread_use_pthreads();
	sem_init(&ended, 0, 0);
	for (int v = 0; v < 2; v++) {
		ssl_start(ssl_versions[v]);
		for (int o = 0; o < 3; o++) {
			SAY("-- %s, options %d\n", ssl_version_name(ssl_versions[v]), options[o]);
			transfer(options[o]);
		}
	}
	return t_result();
}
