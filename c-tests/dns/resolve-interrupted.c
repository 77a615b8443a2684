// on: ours
// run: once
// A signal interrupts connect(2), with which a question gets a port of its own: the question goes out all the same. The
// original connects a socket only once.
#include "fake.h"
#include <sys/syscall.h>

static int interrupts;

int connect(int fd, const struct sockaddr *to, socklen_t len)
{
	if (interrupts > 0) {
		interrupts--;
		errno = EINTR;
		return -1;
	}
	return (int)syscall(SYS_connect, fd, to, len);
}

QUERIED(answer) { send_address(q, "192.0.2.1"); }

RESOLVED(check)
{
	results++;
	CHECK(result == DNS_ERR_NONE && count == 1);
}

int main(void)
{
	struct fake *server = start(answer);
	t_log();
	for (int i = 0; i < 4; i++) {
		/* The second time a socket is there already. */
		interrupts = i;
		CHECK(evdns_base_resolve_ipv4(dns, "name.test", 0, check, NULL));
		until(&results, i + 1);
		CHECK(interrupts == 0);
	}
	CHECK(server->count == 4);
	end(server);
	return t_result();
}
