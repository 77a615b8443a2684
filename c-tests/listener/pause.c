// run: once
// When there are no fds or no memory for a connection, and no error callback, the listener tries again after a while; the
// original does in every turn, which keeps the processor busy and fills the log.
#include "kit.h"
#include <sys/syscall.h>

static int error, calls;
static struct event_base *base;
static struct evconnlistener *lev;

int accept4(int fd, struct sockaddr *sa, socklen_t *len, int flags)
{
	calls++;
	if (!error)
		return (int)syscall(SYS_accept4, fd, sa, len, flags);
	errno = error;
	return -1;
}

static void ignore(int severity, const char *text) { }

static void on_error(struct evconnlistener *l, void *arg) { }

/* Lets one accept fail. */
static void fail_once(void)
{
	calls = 0;
	evconnlistener_enable(lev);
	while (calls == 0)
		event_base_loop(base, EVLOOP_ONCE);
}

static void try(int err)
{
	long begun = now_ms();
	int before = accepted, client = client_of(lev);
	error = err;
	fail_once();
	while (calls < 4)
		event_base_loop(base, EVLOOP_ONCE);
	SAY("%s: %s\n", strerror(err), now_ms() - begun >= 4 * T_EARLY ? "after a while" : "at once");
	/* The connection waits for it. */
	error = 0;
	while (accepted == before)
		event_base_loop(base, EVLOOP_ONCE);
	close(client);
}

int main(void)
{
	int client;
	base = event_base_new();
	lev = listen_unix(base, count, NULL);
	event_set_log_callback(ignore);
	try(EMFILE);
	try(ENFILE);
	try(ENOBUFS);
	try(ENOMEM);

	/* Enabling it again ends the pause. */
	client = client_of(lev);
	error = EMFILE;
	fail_once();
	CHECK(evconnlistener_enable(lev) == 0);
	turn(base);
	CHECK(calls == 2);
	/* So does disabling it, and nothing keeps the loop running. */
	CHECK(evconnlistener_disable(lev) == 0);
	CHECK(event_base_dispatch(base) == 1 && calls == 2);
	/* Programs with an error callback know what to do. */
	evconnlistener_set_error_cb(lev, on_error);
	fail_once();
	turn(base);
	CHECK(calls == 2);
	evconnlistener_set_error_cb(lev, NULL);
	fail_once();
	evconnlistener_free(lev);
	CHECK(event_base_dispatch(base) == 1);
	close(client);
	event_base_free(base);
	return t_result();
}
