/* Operations with files, sockets and pipes. */
#ifndef RANDOM_BUFFER_IO_H
#define RANDOM_BUFFER_IO_H

#include "buffer-slots.h"
#include <limits.h>

#define SEGMENTS 3
#define FILES 3
#define ONE_WRITE 60000       /* fits into a socket or pipe */

static struct segment {
	struct evbuffer_file_segment *seg;
	int file, offset, length;
} segments[SEGMENTS];

static struct {
	int fd, length;
	const char *bytes;
} files[FILES];

static int sock[2], pipes[2], closed_fd, live_segments;
static int files_on_wire;    /* there may be files in WIRE */

static void make_files(void)
{
	static const int lengths[FILES] = { 700, 5000, 50000 };
	random_seed(0);
	for (int i = 0; i < FILES; i++) {
		files[i].length = lengths[i];
		files[i].bytes = slice(lengths[i]);
		files[i].fd = memfd_create("file", MFD_CLOEXEC);
		MUST(write(files[i].fd, files[i].bytes, lengths[i]) == lengths[i]);
	}
}

static void op_add_file(int s)
{
	int file = below(FILES), offset = percent(50) ? 0 : below(files[file].length);
	int rest = files[file].length - offset, length = percent(20) ? rest : 1 + below(rest);
	int ok = !slots[s].frozen[BACK], whole = length == files[file].length && percent(50);
	if (!room_for(s, length))
		return;
	NOTE("add_file", s, file, offset, length);
	files_on_wire |= s == WIRE;
	if (ok)
		m_add(&slots[s].m, files[file].bytes + offset, length);
	result(evbuffer_add_file(slots[s].buf, dup(files[file].fd), offset, whole ? -1 : length), ok ? 0 : -1);
}

static void on_segment(const struct evbuffer_file_segment *seg, int flags, void *arg)
{
	NOTE("   segment freed", flags, (intptr_t)arg);
	live_segments--;
}

/* Gives up one segment and makes another in its place. */
static void op_new_segment(int i)
{
	struct segment *segment = &segments[i];
	int file = below(FILES), flags = below(16);
	if (segment->seg)
		evbuffer_file_segment_free(segment->seg);
	segment->file = file;
	segment->offset = percent(50) ? 0 : below(files[file].length);
	segment->length = 1 + below(files[file].length - segment->offset);
	NOTE("segment", i, file, segment->offset, segment->length, flags);
	segment->seg = evbuffer_file_segment_new(flags & EVBUF_FS_CLOSE_ON_FREE ? dup(files[file].fd) :
	    files[file].fd, segment->offset, segment->length, flags);
	MUST(segment->seg);
	live_segments++;
	evbuffer_file_segment_add_cleanup_cb(segment->seg, on_segment, (void *)(intptr_t)i);
}

static void op_add_segment(int s, int i)
{
	struct segment *segment = &segments[i];
	int offset, length, rest;
	if (!segment->seg || slots[s].frozen[BACK]) /* a refusal takes the segment from the caller */
		return;
	offset = percent(50) ? 0 : below(segment->length);
	length = rest = segment->length - offset;
	if (percent(50))
		length = 1 + below(rest);
	if (!room_for(s, length))
		return;
	NOTE("add_segment", s, i, offset, length);
	files_on_wire |= s == WIRE;
	m_add(&slots[s].m, files[segment->file].bytes + segment->offset + offset, length);
	result(evbuffer_add_file_segment(slots[s].buf, segment->seg, offset,
	    length == rest && percent(50) ? -1 : length), 0);
}

/* Reads all that FD has to give into scratch. */
static size_t read_all(int fd)
{
	size_t sum = 0;
	ssize_t n;
	while ((n = read(fd, scratch + sum, sizeof scratch - sum)) > 0)
		sum += n;
	return sum;
}

static void op_write_error(int s, ssize_t most)
{
	int got;
	errno = 0;
	got = evbuffer_write_atmost(slots[s].buf, percent(50) ? -1 : closed_fd, most);
	NOTE("   errno", errno);
	result(got, -1);
}

static void op_write(int s)
{
	struct model *m = &slots[s].m;
	int use_pipe = s != WIRE && percent(50), got;
	ssize_t most = percent(30) ? -1 - below(3) : percent(3) ? SSIZE_MAX : (ssize_t)random_length();
	size_t expected, sum = 0;
	/* With sendfile the original writes all of a file, more than it was told to. */
	if (s == WIRE && files_on_wire)
		most = -1;
	expected = least(least(most, m->len), s == WIRE && most < 0 ? SIZE_MAX : ONE_WRITE);
	NOTE("write", s, most, use_pipe);
	if (percent(3)) {
		op_write_error(s, most);
		return;
	}
	if (slots[s].frozen[FRONT] || expected == 0) {
		result(evbuffer_write_atmost(slots[s].buf, sock[0], most), -1);
		return;
	}
	/* How much one call writes depends on extents when there are many, and on where files begin. */
	silent = s == WIRE || evbuffer_peek(slots[s].buf, expected, NULL, NULL, 0) > 100;
	quiet++;
	while (sum < expected) {
		int fd = use_pipe ? pipes[1] : sock[0];
		got = expected == m->len && !sum ? evbuffer_write(slots[s].buf, fd) :
		    evbuffer_write_atmost(slots[s].buf, fd, most < 0 ? most : (ssize_t)(expected - sum));
		MUST(got > 0 && (size_t)got <= m->len && (most < 0 || got <= most));
		MUST(silent || got == (ssize_t)expected || most < 0);
		MUST(read_all(use_pipe ? pipes[0] : sock[1]) == (size_t)got);
		MUST(memcmp(scratch, m_bytes(m), got) == 0);
		m_drain(m, got);
		sum += got;
	}
	quiet--;
	silent = 0;
	if (slots[WIRE].m.len == 0)
		files_on_wire = 0;
	NOTE("   =", sum);
}

/* Something to read, or an fd that is closed here or there. */
static void op_read(int s)
{
	int in = percent(50) ? pipes[0] : sock[0], out = in == sock[0] ? sock[1] : pipes[1], got;
	size_t n = percent(70) ? least(random_length(), 9000) : (size_t)(4090 + below(12));
	/* Reading 0 bytes makes the original abort when the buffer has no block. */
	int most = percent(30) ? -1 - below(3) : percent(3) ? INT_MAX : 1 + (int)random_length();
	const char *bytes = slice(n);
	ssize_t expected = least(n, 4096);
	if (percent(3)) {
		in = percent(50) ? -1 : closed_fd;
		out = -1;
		n = 0;
		expected = in < 0 ? -1 : 0;
	} else if (n == 0) {
		expected = -1;
	} else if (most > 0) {
		expected = least(expected, most);
	}
	if (slots[s].frozen[BACK])
		expected = -1;
	if (!room_for(s, n))
		return;
	NOTE("read", s, n, most);
	MUST(out < 0 || write(out, bytes, n) == (ssize_t)n);
	if (expected > 0)
		m_add(&slots[s].m, bytes, expected);
	errno = 0;
	got = evbuffer_read(slots[s].buf, in, most);
	NOTE("   errno", got < 0 ? errno : 0);
	result(got, expected);
	if (expected > 0) {
		n -= expected;
		bytes += expected;
	}
	MUST(out < 0 || (read_all(in) == n && memcmp(scratch, bytes, n) == 0));
}

static void open_fds(void)
{
	int fd[2];
	t_pair(sock);
	t_pair(fd);
	closed_fd = fd[0];
	close(fd[1]);
	MUST(pipe2(pipes, O_NONBLOCK) == 0);
}

static void close_fds(void)
{
	for (int i = 0; i < 2; i++) {
		close(sock[i]);
		close(pipes[i]);
	}
	close(closed_fd);
}

static void free_segments(void)
{
	for (int i = 0; i < SEGMENTS; i++)
		if (segments[i].seg)
			evbuffer_file_segment_free(segments[i].seg);
	memset(segments, 0, sizeof segments);
}

#endif
