// on: ours
// New handshakes, asked for by either side or by TLS itself, while data flows both ways through tiny buffers: writing
// waits for reading and reading for writing, and every byte arrives.
#include "tls/kit.h"

#define ALL 300000u

static struct event_base *base;
static struct side both[2];
static size_t sent[2], got[2];
static int connected[2];

static unsigned char byte_at(size_t i) { return (unsigned char)(i % 241); }

static void feed(int i)
{
	unsigned char piece[3000];
	while (sent[i] < ALL && evbuffer_get_length(bufferevent_get_output(both[i].bev)) < 10000) {
		for (size_t k = 0; k < sizeof piece; k++)
			piece[k] = byte_at(sent[i] + k);
		CHECK(bufferevent_write(both[i].bev, piece, sizeof piece) == 0);
		sent[i] += sizeof piece;
	}
}

static void on_write(struct bufferevent *bev, void *arg) { feed(bev == both[1].bev); }

static void on_read(struct bufferevent *bev, void *arg)
{
	int i = bev == both[1].bev;
	size_t wrong = 0, before = got[i];
	unsigned char c;
	while (bufferevent_read(bev, &c, 1) == 1)
		wrong += c != byte_at(got[i]++);
	CHECK(wrong == 0);
	/* Every so often the one asks for a new handshake, or the other's TLS does. It says no within one. */
	if (got[i] / 20000 != before / 20000) {
		if (i == 0)
			bufferevent_tls_renegotiate(bev);
		else if (both[i].toy.hello_first == 0)
			both[i].toy.hello_first = 1;
	}
}

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	CHECK(same(b_what(what), "CONNECTED"));
	connected[bev == both[1].bev]++;
}

static void run(int on_top)
{
	int fd[2], small = 1;
	t_pair(fd);
	sides_init(both);
	for (int i = 0; i < 2; i++) {
		sent[i] = got[i] = 0;
		connected[i] = 0;
		CHECK(setsockopt(fd[i], SOL_SOCKET, SO_SNDBUF, &small, sizeof small) == 0);
		both[i].toy.pipe = 3000;
		if (on_top)
			side_on(&both[i], bufferevent_socket_new(base, fd[i], BEV_OPT_CLOSE_ON_FREE), BEV_OPT_CLOSE_ON_FREE);
		else
			side_on_socket(&both[i], base, fd[i], BEV_OPT_CLOSE_ON_FREE);
		bufferevent_setcb(both[i].bev, on_read, on_write, on_event, NULL);
		feed(i);
	}
	UNTIL(base, got[0] >= ALL && got[1] >= ALL);
	settle(base);
	CHECK(got[0] == sent[1] && got[1] == sent[0]);
	CHECK(connected[0] > 5 && connected[1] == 1);
	CHECK(both[0].toy.hellos > 10 && both[1].toy.hellos > 10);
	sides_free(both, base);
}

int main(void)
{
	base = event_base_new();
	run(0);
	run(1);
	event_base_free(base);
	return t_result();
}
