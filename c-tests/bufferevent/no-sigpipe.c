// run: once
// on: ours
// Writing to a socket whose far end is gone is an error like others, and raises no signal.
#include "bufferevent/kit.h"

enum { BYTES, PIECES, PART_OF_FILE };

static int failed;

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	CHECK(what == (BEV_EVENT_WRITING | BEV_EVENT_ERROR) && errno == EPIPE);
	failed++;
}

static void write_to_nobody(struct event_base *base, int what)
{
	static char piece[3000];
	struct bufferevent *bev;
	struct evbuffer *out;
	FILE *file = tmpfile();
	int fd[2];
	t_pair(fd);
	close(fd[1]);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, NULL, NULL, on_event, NULL);
	out = bufferevent_get_output(bev);
	switch (what) {
	case PIECES:
		evbuffer_add_reference(out, piece, sizeof piece, NULL, NULL);
		/* fall through */
	case BYTES:
		evbuffer_add_reference(out, piece, sizeof piece, NULL, NULL);
		break;
	case PART_OF_FILE:
		CHECK(fwrite(piece, sizeof piece, 1, file) == 1 && fflush(file) == 0);
		CHECK(evbuffer_add_file(out, dup(fileno(file)), 0, sizeof piece) == 0);
	}
	settle(base);
	bufferevent_free(bev);
	fclose(file);
}

int main(void)
{
	struct event_base *base = event_base_new();
	sigset_t pipe, set;
	CHECK(signal(SIGPIPE, SIG_DFL) == SIG_DFL);
	write_to_nobody(base, BYTES);
	CHECK(failed == 1);
	write_to_nobody(base, PIECES);
	CHECK(failed == 2);
	write_to_nobody(base, PART_OF_FILE);
	CHECK(failed == 3);

	/* What signals the thread lets in has not changed; and a signal that waits, waits on. */
	CHECK(pthread_sigmask(SIG_BLOCK, NULL, &set) == 0 && !sigismember(&set, SIGPIPE));
	sigemptyset(&pipe);
	sigaddset(&pipe, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &pipe, NULL);
	write_to_nobody(base, PART_OF_FILE);
	CHECK(sigpending(&set) == 0 && !sigismember(&set, SIGPIPE));
	raise(SIGPIPE);
	write_to_nobody(base, PART_OF_FILE);
	CHECK(sigpending(&set) == 0 && sigismember(&set, SIGPIPE));
	CHECK(failed == 5);
	event_base_free(base);
	return t_result();
}
