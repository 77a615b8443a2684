// run: once
// evconnlistener_new_bind with what cannot be: NULL, errno, and no descriptor left open.
#include "kit.h"

static struct event_base *base;

static void try(const char *name, const struct sockaddr *sa, int len, unsigned flags, int backlog)
{
	struct evconnlistener *lev;
	int fd = next_fd();
	errno = 0;
	lev = evconnlistener_new_bind(base, count, NULL, flags, backlog, sa, len);
	SAY("%s: %s, %s\n", name, lev ? "works" : "NULL", strerror(errno));
	CHECK(next_fd() == fd);
}

int main(void)
{
	int len, taken = bound_socket(AF_INET, SOCK_STREAM);
	address in = free_address(AF_INET, &len), bad = in, none = in;
	socklen_t taken_len = sizeof(bad);

	t_log();
	base = event_base_new();
	try("backlog 0", &in.sa, len, 0, 0);
	try("no address", NULL, 0, 0, -1);
	try("no address, but a length", NULL, len, 0, -1);
	try("length 0", &in.sa, 0, 0, -1);
	try("too short", &in.sa, len - 1, 0, -1);
	try("negative length", &in.sa, -1, 0, -1);
	try("huge length", &in.sa, 1 << 20, 0, -1);
	bad.in.sin_addr.s_addr = htonl(0x01020304);
	try("not our address", &bad.sa, len, 0, -1);
	CHECK(getsockname(taken, &bad.sa, &taken_len) == 0 && listen(taken, 1) == 0);
	try("in use", &bad.sa, len, 0, -1);
	try("in use, reuseable", &bad.sa, len, LEV_OPT_REUSEABLE, -1);
	try("in use, reuseable port", &bad.sa, len, LEV_OPT_REUSEABLE_PORT, -1);
	none.sa.sa_family = AF_UNSPEC;
	try("no family", &none.sa, len, 0, -1);
	none.sa.sa_family = 0xffff;
	try("unknown family", &none.sa, len, 0, -1);
	try("IPv6 only on IPv4", &in.sa, len, LEV_OPT_BIND_IPV6ONLY, -1);
	none.sa.sa_family = AF_UNIX;
	try("deferred on UNIX", &none.sa, 2, LEV_OPT_DEFERRED_ACCEPT, -1);
	event_base_free(base);
	close(taken);
	return t_result();
}
