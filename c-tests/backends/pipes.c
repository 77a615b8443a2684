/* Pipes and fifos: full, drained, and what each end hears when the other end is closed. */
#include "backends/kit.h"

#include <sys/stat.h>

static void
ran(evutil_socket_t fd, short what, void *name)
{
	SAY("  %s: %s\n", (const char *)name, t_what(what));
}

static void
use(struct event_base *base, int in, int out)
{
	struct event *rd = event_new(base, in, EV_READ | EV_PERSIST, ran, "reader");
	struct event *wr = event_new(base, out, EV_WRITE | EV_PERSIST, ran, "writer");
	char buf[4096] = "";

	CHECK(event_add(rd, NULL) == 0);
	SAY(" empty\n");
	turn(base);
	while (write(out, buf, sizeof buf) > 0)
		;
	CHECK(event_add(wr, NULL) == 0);
	SAY(" full\n");
	turn(base);
	drain(in);
	SAY(" drained\n");
	turn(base);
	must_write(out, "x");
	event_del(wr);
	close(out);
	SAY(" writing end closed\n");
	turn(base);
	drain(in);
	SAY(" end of file\n");
	turn(base);
	event_free(rd);
	event_free(wr);
	close(in);
}

static void
broken(struct event_base *base, const char *name, short what, int in, int out)
{
	struct event *wr = event_new(base, out, what | EV_PERSIST, ran, "writer");

	SAY("reading end closed under %s\n", name);
	CHECK(event_add(wr, NULL) == 0);
	turn(base);
	close(in);
	SAY(" closed\n");
	turn(base);
	event_free(wr);
	close(out);
}

int
main(void)
{
	struct event_base *base = event_base_new();
	int p[2];

	signal(SIGPIPE, SIG_IGN);
	CHECK(pipe2(p, O_NONBLOCK) == 0);
	SAY("pipe\n");
	use(base, p[0], p[1]);
	CHECK(mkfifo("fifo", 0600) == 0);
	p[0] = open("fifo", O_RDONLY | O_NONBLOCK);
	p[1] = open("fifo", O_WRONLY | O_NONBLOCK);
	SAY("fifo\n");
	use(base, p[0], p[1]);
	CHECK(pipe2(p, O_NONBLOCK) == 0);
	broken(base, "a writer", EV_WRITE, p[0], p[1]);
	CHECK(pipe2(p, O_NONBLOCK) == 0);
	broken(base, "a reader of the wrong end", EV_READ, p[0], p[1]);
	CHECK(pipe2(p, O_NONBLOCK) == 0);
	broken(base, "both", EV_READ | EV_WRITE, p[0], p[1]);
	event_base_free(base);
	unlink("fifo");
	return t_result();
}
