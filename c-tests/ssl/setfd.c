// run: once
// libs: -levent_openssl -lssl -lcrypto
// bufferevent_setfd on SSL bufferevents: a socket comes later, -1 takes it away, another one takes its place. The SSL's BIO
// follows; who closes which socket.
#include "ssl/ssl.h"

static struct event_base *base;

static void look(struct side *s, const char *when, const int *fds, int n)
{
	evutil_socket_t fd = bufferevent_getfd(s->bev);
	int in_ssl = SSL_get_rbio(s->ssl) ? SSL_get_fd(s->ssl) : -2;
	ssl_settle(base);
	SAY("%s: fd ", when);
	if (fd < 0)
		SAY("-1");
	for (int i = 0; i < n; i++)
		if (fds[i] == fd)
			SAY("%d", i);
	SAY(", in SSL ");
	if (in_ssl < 0)
		SAY(in_ssl == -2 ? "no BIO" : "-1");
	for (int i = 0; i < n; i++)
		if (fds[i] == in_ssl)
			SAY("%d", i);
	SAY("; ");
	side_show(s);
}

static void fresh(struct side *s, int server, int fd)
{
	memset(s, 0, sizeof *s);
	s->is_server = server;
	side_on_socket(s, base, fd, BEV_OPT_CLOSE_ON_FREE);
}

/* The socket comes later; whether the handshake starts by itself. */
static void later(int server)
{
	struct side s;
	struct raw peer;
	int fd[2];
	SAY("later\n");
	t_pair(fd);
	fresh(&s, server, -1);
	look(&s, "made", fd, 1);
	SAY("setfd: %d\n", bufferevent_setfd(s.bev, fd[0]));
	look(&s, "set", fd, 1);
	raw_init(&peer, !server, fd[1]);
	raw_turn(&peer);
	for (int i = 0; i < 6; i++) {
		ssl_settle(base);
		raw_turn(&peer);
	}
	look(&s, "after some turns", fd, 1);
	CHECK(bufferevent_enable(s.bev, EV_READ | EV_WRITE) == 0);
	for (int i = 0; i < 6; i++) {
		ssl_settle(base);
		raw_turn(&peer);
	}
	look(&s, "enabled", fd, 1);
	side_free(&s, &peer, base);
	SAY("socket %s\n", fd_open(fd[0]) ? "open" : "closed");
}

/* The socket is taken away, before the handshake or after. */
static void away(int server, int met)
{
	struct side s;
	struct raw peer;
	int fd[2];
	SAY("away%s\n", met ? ", open" : "");
	side_and_raw(&s, server, &peer, base, BEV_OPT_CLOSE_ON_FREE);
	fd[0] = bufferevent_getfd(s.bev);
	if (met)
		side_meet(&s, &peer, base);
	SAY("setfd: %d\n", bufferevent_setfd(s.bev, -1));
	SAY("socket %s\n", fd_open(fd[0]) ? "open" : "closed");
	look(&s, "away", fd, 1);
	side_free(&s, &peer, base);
	SAY("socket %s\n", fd_open(fd[0]) ? "open" : "closed");
	if (fd_open(fd[0]))
		close(fd[0]);
}

/* Another socket before anything has happened on the first. */
static void other(int server)
{
	struct side s;
	struct raw peer;
	int one[2], two[2], fds[2];
	SAY("another\n");
	t_pair(one);
	t_pair(two);
	fds[0] = one[0];
	fds[1] = two[0];
	fresh(&s, server, one[0]);
	look(&s, "made", fds, 2);
	SAY("setfd: %d\n", bufferevent_setfd(s.bev, two[0]));
	SAY("sockets %s %s\n", fd_open(one[0]) ? "open" : "closed", fd_open(two[0]) ? "open" : "closed");
	raw_init(&peer, !server, two[1]);
	for (int i = 0; i < 6; i++) {
		ssl_settle(base);
		raw_turn(&peer);
	}
	look(&s, "after some turns", fds, 2);
	side_free(&s, &peer, base);
	SAY("sockets %s %s\n", fd_open(one[0]) ? "open" : "closed", fd_open(two[0]) ? "open" : "closed");
	if (fd_open(one[0]))
		close(one[0]);
	close(one[1]);
}

/* A duplicate of the socket takes its place in an open connection. */
static void duplicate(int server)
{
	struct side s;
	struct raw peer;
	int fds[2];
	SAY("duplicate\n");
	side_and_raw(&s, server, &peer, base, BEV_OPT_CLOSE_ON_FREE);
	side_meet(&s, &peer, base);
	fds[0] = bufferevent_getfd(s.bev);
	fds[1] = dup(fds[0]);
	SAY("setfd: %d\n", bufferevent_setfd(s.bev, fds[1]));
	look(&s, "set", fds, 2);
	raw_say(&peer, "question");
	look(&s, "asked", fds, 2);
	put_text(s.bev, "answer");
	look(&s, "answered", fds, 2);
	SAY("peer \"%s\"\n", raw_get(&peer));
	side_free(&s, &peer, base);
	SAY("sockets %s %s\n", fd_open(fds[0]) ? "open" : "closed", fd_open(fds[1]) ? "open" : "closed");
	for (int i = 0; i < 2; i++)
		if (fd_open(fds[i]))
			close(fds[i]);
}

/* Another socket with another peer, in the place of an open connection: a new handshake. */
static void anew(int server)
{
	struct side s;
	struct raw first, second;
	int fd[2], old;
	SAY("anew\n");
	side_and_raw(&s, server, &first, base, BEV_OPT_CLOSE_ON_FREE);
	side_meet(&s, &first, base);
	old = bufferevent_getfd(s.bev);
	t_pair(fd);
	SAY("setfd: %d\n", bufferevent_setfd(s.bev, fd[0]));
	raw_init(&second, !server, fd[1]);
	for (int i = 0; i < 6; i++) {
		ssl_settle(base);
		raw_turn(&second);
	}
	look(&s, "after some turns", fd, 1);
	raw_say(&second, "question");
	look(&s, "asked", fd, 1);
	side_free(&s, &second, base);
	raw_free(&first);
	if (fd_open(old))
		close(old);
}

/* On top of another bufferevent. */
static void filter(int server)
{
	struct side s;
	int fd[2];
	SAY("filter\n");
	t_pair(fd);
	memset(&s, 0, sizeof s);
	s.is_server = server;
	side_on(&s, base, bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE), BEV_OPT_CLOSE_ON_FREE);
	SAY("setfd: %d, fd %d\n", bufferevent_setfd(s.bev, fd[1]), bufferevent_getfd(s.bev) == fd[0]);
	bufferevent_free(s.bev);
	ssl_settle(base);
	close(fd[1]);
}

int main(void)
{
	base = event_base_new();
	for (int v = 0; v < 2; v++)
		for (int server = 0; server < 2; server++) {
			SAY("-- %s, %s\n", ssl_version_name(ssl_versions[v]), server ? "server" : "client");
			ssl_start(ssl_versions[v]);
			later(server);
			away(server, 0);
			away(server, 1);
			other(server);
			duplicate(server);
			anew(server);
			filter(server);
		}
	event_base_free(base);
	return t_result();
}
