// References and file segments when there is no memory: -1 and no clean-up is called, or it is done.
// run: once
#include "buffer/oom.h"

static int cleaned;

static void on_clean(const void *data, size_t n, void *arg) { cleaned++; }

static void reference(struct evbuffer *buf, size_t n)
{
	unsigned char *p = stream(OOM_FIRST + n, 100);
	int result;
	cleaned = 0;
	oom_on();
	result = evbuffer_add_reference(buf, p, 100, on_clean, NULL);
	oom_off();
	CHECK(result == 0 || (result == -1 && al.failed));
	CHECK(cleaned == 0);
	CHECK(holds(buf, OOM_FIRST, n + (result ? 0 : 100)));
	CHECK(put(buf, OOM_FIRST + n + (result ? 0 : 100), 2000) == 0);
	CHECK(holds(buf, OOM_FIRST, n + 2000 + (result ? 0 : 100)));
	evbuffer_drain(buf, 10000);
	CHECK(cleaned == (result == 0));
	free(p);
}

static void file(struct evbuffer *buf, size_t n)
{
	int fd = file_with(100), result;
	oom_on();
	result = evbuffer_add_file(buf, fd, 0, 100);
	oom_off();
	CHECK(result == 0 || (result == -1 && al.failed));
	CHECK(evbuffer_get_length(buf) == n + (result ? 0 : 100));
	CHECK(put(buf, OOM_FIRST, 2000) == 0);
	evbuffer_drain(buf, n);
	if (result == 0) {
		CHECK(is_open(fd));
		evbuffer_drain(buf, 100);
		CHECK(!is_open(fd));
	}
	CHECK(holds(buf, OOM_FIRST, 2000));
	if (is_open(fd))
		close(fd);
}

static void in_memory(struct evbuffer *buf, size_t n)
{
	int fd = file_with(5000), result = -1;
	struct evbuffer_file_segment *segment;
	oom_on();
	segment = evbuffer_file_segment_new(fd, 0, 5000, EVBUF_FS_DISABLE_MMAP | EVBUF_FS_DISABLE_SENDFILE);
	oom_off();
	CHECK(segment || al.failed);
	if (segment) {
		result = evbuffer_add_file_segment(buf, segment, 10, -1);
		CHECK(result == 0);
		evbuffer_file_segment_free(segment);
		evbuffer_drain(buf, n);
		CHECK(holds(buf, 10, 4990));
	} else {
		CHECK(holds(buf, OOM_FIRST, n));
	}
	CHECK(is_open(fd));
	close(fd);
}

static void scenario(void)
{
	static void (*const all[])(struct evbuffer *, size_t) = { reference, file, in_memory };
	oom_off();
	for (int i = 0; i < 3; i++) {
		for (int state = 0; state < OOM_STATES; state++) {
			size_t n;
			struct evbuffer *buf = oom_state(state, &n);
			all[i](buf, n);
			evbuffer_free(buf);
			if (t_failures) {
				SAY("what %d, state %d\n", i, state);
				return;
			}
		}
	}
	oom_on();
}

int main(void)
{
	al_start();
	al_every_failure("referring", scenario);
	CHECK(al.live == 0);
	return t_result();
}
