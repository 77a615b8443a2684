// The end of a stream is readable; a broken connection is readable and writable.
#include "t.h"

static struct event *ev;

T_CALLBACK(on_event)
{
	char c;
	ssize_t n = what & EV_READ ? read(fd, &c, 1) : -2;
	SAY("%s: %s, read %d %s\n", (const char *)arg, t_what(what), (int)n,
	    n == -1 ? t_errno(errno) : "");
}

static void run(char *name, int fd, short events)
{
	struct event_base *base = event_base_new();
	ev = event_new(base, fd, events, on_event, name);
	event_add(ev, NULL);
	SAY("loop %d\n", event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK));
	event_free(ev);
	event_base_free(base);
}

int main(void)
{
	evutil_socket_t sock[2];
	int pipes[2];
	signal(SIGPIPE, SIG_IGN);

	t_pair(sock);
	run("idle socket", sock[0], EV_READ);
	shutdown(sock[1], SHUT_WR);
	run("half closed socket", sock[0], EV_READ);
	run("half closed socket, still writable", sock[0], EV_WRITE);
	close(sock[1]);
	run("closed socket, read", sock[0], EV_READ);
	run("closed socket, write", sock[0], EV_WRITE);
	run("closed socket, both", sock[0], EV_READ | EV_WRITE);
	close(sock[0]);

	CHECK(pipe(pipes) == 0);
	run("idle pipe", pipes[0], EV_READ);
	close(pipes[1]);
	run("pipe without writers", pipes[0], EV_READ);
	close(pipes[0]);
	CHECK(pipe(pipes) == 0);
	run("pipe, write", pipes[1], EV_WRITE);
	close(pipes[0]);
	run("pipe without readers", pipes[1], EV_WRITE);
	close(pipes[1]);
	return t_result();
}
