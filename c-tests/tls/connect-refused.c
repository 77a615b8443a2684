// on: ours
// A connection that is refused: one event ERROR, with errno, and no handshake, whatever is enabled later. A second
// try on another socket works.
#include "tls/kit.h"
#include <sys/un.h>

static struct event_base *base;
static int error;

static void on_event(struct bufferevent *bev, short what, void *log)
{
	if (what & BEV_EVENT_ERROR)
		error = errno;
	log_event(bev, what, log);
}

/* The socket was there before, and waited for: that it can be read is not taken for a connection. */
static void with_socket(void)
{
	struct sockaddr_in nowhere;
	struct side one;
	int refusing = tcp_refusing(&nowhere), fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	memset(&one, 0, sizeof one);
	toy_init(&one.toy, 0);
	side_on_socket(&one, base, fd, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(one.bev, log_read, log_write, on_event, &one.log);
	error = 0;
	CHECK(bufferevent_socket_connect(one.bev, (struct sockaddr *)&nowhere, sizeof nowhere) == 0);
	UNTIL(base, error);
	settle(base);
	CHECK(same(one.log.text, " event ERROR") && error == ECONNREFUSED);
	CHECK(one.toy.calls.handshake == 0);
	bufferevent_free(one.bev);
	settle(base);
	CHECK(one.toy.calls.free == 1 && !fd_open(fd));
	close(refusing);
}

/* AF_UNIX sockets refuse at once. */
static void at_once(void)
{
	struct sockaddr_un nowhere = { .sun_family = AF_UNIX };
	struct side one;
	snprintf(nowhere.sun_path + 1, sizeof nowhere.sun_path - 1, "nowhere-%d", (int)getpid());
	memset(&one, 0, sizeof one);
	toy_init(&one.toy, 1);
	side_on_socket(&one, base, -1, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(one.bev, log_read, log_write, on_event, &one.log);
	error = 0;
	CHECK(bufferevent_socket_connect(one.bev, (struct sockaddr *)&nowhere, sizeof nowhere) == 0);
	CHECK(!error);
	settle(base);
	bufferevent_enable(one.bev, EV_READ | EV_WRITE);
	settle(base);
	CHECK(same(one.log.text, " event ERROR") && error == ECONNREFUSED);
	CHECK(one.toy.calls.handshake == 0);
	bufferevent_free(one.bev);
	settle(base);
	toy_done(&one.toy);
}

int main(void)
{
	struct side both[2];
	struct sockaddr_in nowhere, somewhere;
	int refusing = tcp_refusing(&nowhere), listener = tcp_listen(&somewhere);
	base = event_base_new();
	sides_init(both);
	side_on_socket(&both[0], base, -1, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(both[0].bev, log_read, log_write, on_event, &both[0].log);
	put_text(both[0].bev, "at last");
	CHECK(bufferevent_socket_connect(both[0].bev, (struct sockaddr *)&nowhere, sizeof nowhere) == 0);
	UNTIL(base, error);
	CHECK(error == ECONNREFUSED);
	bufferevent_disable(both[0].bev, EV_READ);
	bufferevent_enable(both[0].bev, EV_READ | EV_WRITE);
	put_text(both[0].bev, "!");
	settle(base);
	CHECK(same(both[0].log.text, " event ERROR"));
	CHECK(both[0].toy.calls.handshake == 0 && both[0].toy.calls.write == 0);
	CHECK(bufferevent_tls_get_error(both[0].bev) == 0);
	CHECK(bufferevent_tls_renegotiate(both[0].bev) == -1);

	CHECK(bufferevent_replacefd(both[0].bev, -1) == 0);
	CHECK(bufferevent_socket_connect(both[0].bev, (struct sockaddr *)&somewhere, sizeof somewhere) == 0);
	side_on_socket(&both[1], base, tcp_accept(listener), BEV_OPT_CLOSE_ON_FREE);
	UNTIL(base, strstr(both[1].log.text, "!"));
	CHECK(same(both[1].log.text, " event CONNECTED read \"at last!\"") ||
	    same(both[1].log.text, " event CONNECTED read \"at last\" read \"!\""));
	sides_free(both, base);
	with_socket();
	at_once();
	close(refusing);
	close(listener);
	event_base_free(base);
	return t_result();
}
