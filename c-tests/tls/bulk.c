// on: ours
// Megabytes both ways at once through tiny socket buffers, with pieces of any size, gathered into records or not:
// every byte arrives, in order, and then the farewell.
#include "tls/kit.h"

#define ALL (1u << 20)

static struct event_base *base;

struct flow {
	size_t sent, got;
	int ended;
};

static unsigned char byte_at(size_t i) { return (unsigned char)(i % 251 ^ i >> 10); }

/* Keeps some output waiting, in pieces of many sizes. */
static void feed(struct bufferevent *bev, struct flow *flow)
{
	static __thread unsigned char piece[40000];
	while (flow->sent < ALL && evbuffer_get_length(bufferevent_get_output(bev)) < 50000) {
		size_t n = 1 + flow->sent * 7919 % (flow->sent % 3 ? 600 : sizeof piece - 1);
		n = n < ALL - flow->sent ? n : ALL - flow->sent;
		for (size_t i = 0; i < n; i++)
			piece[i] = byte_at(flow->sent + i);
		flow->sent += n;
		CHECK(bufferevent_write(bev, piece, n) == 0);
	}
	if (flow->sent == ALL)
		CHECK(bufferevent_flush(bev, EV_WRITE, BEV_FINISHED) == 0);
}

static void on_read(struct bufferevent *bev, void *arg)
{
	static __thread unsigned char data[4096];
	struct flow *flow = arg;
	size_t n, wrong = 0;
	while ((n = bufferevent_read(bev, data, sizeof data)) > 0)
		for (size_t i = 0; i < n; i++)
			wrong += data[i] != byte_at(flow->got++);
	CHECK(wrong == 0);
}

static void on_write(struct bufferevent *bev, void *arg) { feed(bev, arg); }

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	struct flow *flow = arg;
	if (what == BEV_EVENT_CONNECTED)
		return;
	CHECK(same(b_what(what), "READING|EOF"));
	CHECK(flow->got == ALL);
	flow->ended++;
}

static void run(int on_top, int batch, size_t record)
{
	struct side both[2];
	struct flow flow[2];
	int fd[2], small = 1;
	memset(flow, 0, sizeof flow);
	sides_init(both);
	t_pair(fd);
	for (int i = 0; i < 2; i++) {
		CHECK(setsockopt(fd[i], SOL_SOCKET, SO_SNDBUF, &small, sizeof small) == 0);
		both[i].toy.record = record;
		if (on_top)
			side_on(&both[i], bufferevent_socket_new(base, fd[i], BEV_OPT_CLOSE_ON_FREE), BEV_OPT_CLOSE_ON_FREE);
		else
			side_on_socket(&both[i], base, fd[i], BEV_OPT_CLOSE_ON_FREE);
		bufferevent_setcb(both[i].bev, on_read, on_write, on_event, &flow[i]);
		if (batch)
			CHECK(bufferevent_tls_set_flags(both[i].bev, BUFFEREVENT_SSL_BATCH_WRITE) == 0);
		feed(both[i].bev, &flow[i]);
	}
	UNTIL(base, flow[0].ended && flow[1].ended);
	settle(base);
	for (int i = 0; i < 2; i++)
		CHECK(flow[i].ended == 1 && flow[i].sent == ALL && flow[i].got == ALL);
	sides_free(both, base);
}

int main(void)
{
	base = event_base_new();
	for (int on_top = 0; on_top < 2; on_top++) {
		for (int batch = 0; batch < 2; batch++)
			run(on_top, batch, 1000);
		run(on_top, 1, 16000);
		run(on_top, 0, 16000);
	}
	event_base_free(base);
	return t_result();
}
