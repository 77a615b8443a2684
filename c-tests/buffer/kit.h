/* What the tests of evbuffers share: bytes that can be told apart, and words for what a buffer holds. */
#ifndef BUFFER_KIT_H
#define BUFFER_KIT_H

#include "t.h"
#include <limits.h>
#include <stdint.h>
#include <event2/buffer.h>
#include <event2/buffer_compat.h>

/* The byte number I of a stream whose period is longer than any block. */
static unsigned char nth(size_t i)
{
	return (unsigned char)(i % 251 + i / 251 * 3 + i / 65536 * 7);
}

/* N bytes of the stream, from number FIRST on. The caller frees them. */
T_UNUSED static unsigned char *stream(size_t first, size_t n)
{
	unsigned char *p = malloc(n + 1);
	if (!p)
		abort();
	for (size_t i = 0; i < n; i++)
		p[i] = nth(first + i);
	p[n] = 0;
	return p;
}

/* Appends N bytes of the stream, from number FIRST on; what evbuffer_add returns. */
T_UNUSED static int put(struct evbuffer *buf, size_t first, size_t n)
{
	unsigned char *p = stream(first, n);
	int result = evbuffer_add(buf, p, n);
	free(p);
	return result;
}

/* Whether the buffer holds exactly N bytes of the stream, from number FIRST on. */
T_UNUSED static int holds(struct evbuffer *buf, size_t first, size_t n)
{
	unsigned char *want = stream(first, n), *got = calloc(1, n + 1);
	int same = evbuffer_get_length(buf) == n
	    && evbuffer_copyout(buf, got, n) == (ev_ssize_t)n && memcmp(got, want, n) == 0;
	free(want);
	free(got);
	return same;
}

T_UNUSED static int put_text(struct evbuffer *buf, const char *text)
{
	return evbuffer_add(buf, text, strlen(text));
}

/* A new buffer with each of the texts in a block of its own; the last argument is NULL. The
 * texts must stay. */
#define BLOCKS(...) blocks_of((const char *[]){ __VA_ARGS__, NULL })
T_UNUSED static struct evbuffer *blocks_of(const char *const *texts)
{
	struct evbuffer *buf = evbuffer_new();
	for (; *texts; texts++)
		evbuffer_add_reference(buf, *texts, strlen(*texts), NULL, NULL);
	return buf;
}

/* Prints N bytes, with what is not printable as C would write it. */
T_UNUSED static void say_bytes(const void *data, size_t n)
{
	const unsigned char *p = data;
	SAY("\"");
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '\n')
			SAY("\\n");
		else if (p[i] == '\r')
			SAY("\\r");
		else if (p[i] < ' ' || p[i] > '~')
			SAY("\\%o", p[i]);
		else
			SAY("%c", p[i]);
	}
	SAY("\"");
}

/* Prints "title: N bytes, the bytes". */
T_UNUSED static void say_text(const char *title, struct evbuffer *buf)
{
	char text[1000];
	ev_ssize_t n = evbuffer_copyout(buf, text, sizeof text);
	SAY("%s: %zu bytes, ", title, evbuffer_get_length(buf));
	say_bytes(text, n > 0 ? (size_t)n : 0);
	SAY("\n");
}

/* Prints the lengths of extents as 976+2000+1, or "none". */
T_UNUSED static void say_lengths(const struct evbuffer_iovec *vec, int n)
{
	if (n <= 0)
		SAY("none");
	for (int i = 0; i < n; i++)
		SAY("%s%zu", i ? "+" : "", vec[i].iov_len);
}

/* Prints "title: N bytes in 976+2000+1": the extents that evbuffer_peek shows. */
T_UNUSED static void say_extents(const char *title, struct evbuffer *buf)
{
	struct evbuffer_iovec vec[300];
	int n = evbuffer_peek(buf, -1, NULL, vec, 300);
	SAY("%s: %zu bytes in ", title, evbuffer_get_length(buf));
	say_lengths(vec, n < 300 ? n : 300);
	SAY("\n");
}

/* The styles of an end of line, in the order of their values. */
#define EOL_STYLES 5
T_UNUSED static const char *eol_name(int style)
{
	static const char *const names[] = { "ANY", "CRLF", "CRLF_STRICT", "LF", "NUL" };
	return names[style];
}

/* A callback that prints how the buffer has changed; its argument is a name. */
T_UNUSED static void say_change(struct evbuffer *buf, const struct evbuffer_cb_info *info, void *name)
{
	SAY("  %s: %zu +%zu -%zu is %zu\n", (const char *)name, info->orig_size, info->n_added,
	    info->n_deleted, evbuffer_get_length(buf));
}

/* The clean-up of a reference; its argument is a name. */
T_UNUSED static void say_cleanup(const void *data, size_t n, void *name)
{
	SAY("  %s is no longer used: %zu bytes, ", (const char *)name, n);
	say_bytes(data, n < 10 ? n : 10);
	SAY("\n");
}

/* An open file, already deleted, with the first N bytes of the stream. */
T_UNUSED static int file_with(size_t n)
{
	char name[] = "file-XXXXXX";
	unsigned char *p = stream(0, n);
	int fd = mkstemp(name);
	if (fd < 0 || write(fd, p, n) != (ssize_t)n || lseek(fd, 0, SEEK_SET) != 0) {
		perror(name);
		exit(2);
	}
	unlink(name);
	free(p);
	return fd;
}

T_UNUSED static int is_open(int fd)
{
	return fcntl(fd, F_GETFD) >= 0;
}

#endif
