// Looking at bytes of a file that are not in memory yet, when there is none: the call fails, the bytes stay, and can
// be looked at later. (The original does not show such bytes at all.)
// run: once
// on: ours
#include "buffer/oom.h"

#define SIZE 5000
#define LOOKS 12

static struct evbuffer *with_file(int fd)
{
	struct evbuffer *buf = evbuffer_new();
	struct evbuffer_file_segment *segment = evbuffer_file_segment_new(fd, 0, SIZE, EVBUF_FS_DISABLE_MMAP);
	CHECK(segment != NULL);
	CHECK(evbuffer_set_flags(buf, EVBUFFER_FLAG_DRAINS_TO_FD) == 0);
	CHECK(evbuffer_add_file_segment(buf, segment, 0, SIZE) == 0);
	evbuffer_file_segment_free(segment);
	CHECK(put(buf, SIZE, 100) == 0);
	return buf;
}

/* Looks at the bytes in one of the ways there are; how many it takes out. Says in *SEEN whether it saw them. */
static size_t look(struct evbuffer *buf, int how, int *seen)
{
	static unsigned char got[SIZE + 100];
	unsigned char *last = stream(SIZE - 10, 20);
	struct evbuffer_iovec vec[2];
	struct evbuffer_ptr at, start;
	size_t taken = 0;
	char *line;
	evbuffer_ptr_set(buf, &start, 1, EVBUFFER_PTR_SET);
	switch (how) {
	case 0: *seen = evbuffer_copyout(buf, got, sizeof got) == sizeof got; break;
	case 1: *seen = evbuffer_copyout_from(buf, &start, got, 10) == 10; break;
	case 2:
		*seen = evbuffer_remove(buf, got, 10) == 10;
		taken = *seen ? 10 : 0;
		break;
	case 3: *seen = evbuffer_pullup(buf, 10) != NULL; break;
	case 4: *seen = evbuffer_pullup(buf, -1) != NULL; break;
	case 5: *seen = evbuffer_peek(buf, -1, NULL, vec, 2) == 2; break;
	case 6:
		at = evbuffer_search(buf, (char *)last, 20, NULL);
		*seen = at.pos >= 0;
		break;
	case 7:
		at = evbuffer_search_range(buf, (char *)last, 20, &start, NULL);
		*seen = at.pos >= 0;
		break;
	case 8:
		at = evbuffer_search_eol(buf, NULL, NULL, EVBUFFER_EOL_LF);
		*seen = at.pos == 10;
		break;
	case 9: *seen = evbuffer_find(buf, last, 20) != NULL; break;
	case 10:
		line = evbuffer_readln(buf, NULL, EVBUFFER_EOL_LF);
		*seen = line != NULL;
		taken = line ? 11 : 0;
		al_free(line);
		break;
	case 11:
		line = evbuffer_readline(buf);
		*seen = line != NULL;
		taken = line ? 11 : 0;
		al_free(line);
		break;
	}
	free(last);
	return taken;
}

static void scenario(void)
{
	oom_off();
	for (int how = 0; how < LOOKS && !t_failures; how++) {
		int fd = file_with(SIZE), seen = 0;
		struct evbuffer *buf = with_file(fd);
		size_t taken;
		oom_on();
		taken = look(buf, how, &seen);
		oom_off();
		CHECK(seen || al.failed);
		CHECK(holds(buf, taken, SIZE + 100 - taken));
		if (t_failures)
			SAY("look %d\n", how);
		evbuffer_free(buf);
		close(fd);
	}
	oom_on();
}

/* A part of the file's bytes is moved to another buffer, as a block of its own. */
static void moving(void)
{
	int fd, moved;
	struct evbuffer *buf, *to;
	oom_off();
	fd = file_with(SIZE);
	buf = with_file(fd);
	to = evbuffer_new();
	oom_on();
	moved = evbuffer_remove_buffer(buf, to, 1000);
	CHECK(moved == 1000 || (moved == -1 && al.failed));
	oom_off();
	moved = moved < 0 ? 0 : moved;
	CHECK(holds(to, 0, moved) && holds(buf, moved, SIZE + 100 - moved));
	evbuffer_free(buf);
	evbuffer_free(to);
	close(fd);
	oom_on();
}

int main(void)
{
	al_start();
	al_every_failure("looking", scenario);
	al_every_failure("moving", moving);
	CHECK(al.live == 0);
	return t_result();
}
