/*
 * The functions that take a variable number of arguments or a va_list.
 *
 * Stable Rust can call such functions but not define them, so they are written in C. build.rs
 * compiles this file into the library and exports its functions next to those of Rust.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>
#include <sys/uio.h>

#if defined(__GNUC__)
#define PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))
#else
#define PRINTF_LIKE(text, first)
#endif

/* As in event2/util.h. Not included from there: that header is generated from the Rust part. */
int evutil_vsnprintf(char *buf, size_t buflen, const char *format, va_list ap) PRINTF_LIKE(3, 0);
int evutil_snprintf(char *buf, size_t buflen, const char *format, ...) PRINTF_LIKE(3, 4);

struct evbuffer;
int evbuffer_reserve_space(struct evbuffer *buf, ssize_t size, struct iovec *vec, int n_vec);
int evbuffer_commit_space(struct evbuffer *buf, struct iovec *vec, int n_vecs);
void evbuffer_lock(struct evbuffer *buf);
void evbuffer_unlock(struct evbuffer *buf);
int evbuffer_add_vprintf(struct evbuffer *buf, const char *format, va_list ap) PRINTF_LIKE(2, 0);
int evbuffer_add_printf(struct evbuffer *buf, const char *format, ...) PRINTF_LIKE(2, 3);

/*
 * Like vsnprintf, with two rules that not every system's follows: the last byte of the buffer is
 * always set to NUL, also when the formatting fails, and a buffer of size 0 is left alone.
 *
 * Returns the length that the whole text has, which may be more than what fitted; -1 on an error;
 * and 0, not the length, when buflen is 0.
 */
int
evutil_vsnprintf(char *buf, size_t buflen, const char *format, va_list ap)
{
	int length;

	if (buflen == 0)
		return 0;
	length = vsnprintf(buf, buflen, format, ap);
	buf[buflen - 1] = '\0';
	return length;
}

/* The same with the arguments themselves instead of a va_list. */
int
evutil_snprintf(char *buf, size_t buflen, const char *format, ...)
{
	va_list ap;
	int length;

	va_start(ap, format);
	length = evutil_vsnprintf(buf, buflen, format, ap);
	va_end(ap);
	return length;
}

/* Most texts fit in the room that is tried first; for a longer one, its length is known then. */
int
evbuffer_add_vprintf(struct evbuffer *buf, const char *format, va_list ap)
{
	struct iovec space;
	size_t room = 64;
	int length = -1;

	evbuffer_lock(buf);
	while (evbuffer_reserve_space(buf, (ssize_t)room, &space, 1) == 1) {
		va_list again;
		va_copy(again, ap);
		length = vsnprintf(space.iov_base, space.iov_len, format, again);
		va_end(again);
		if (length >= 0 && (size_t)length >= space.iov_len) {
			room = (size_t)length + 1;
			length = -1;
			continue;
		}
		if (length >= 0) {
			space.iov_len = (size_t)length;
			if (evbuffer_commit_space(buf, &space, 1) < 0)
				length = -1;
		}
		break;
	}
	evbuffer_unlock(buf);
	return length;
}

int
evbuffer_add_printf(struct evbuffer *buf, const char *format, ...)
{
	va_list ap;
	int length;

	va_start(ap, format);
	length = evbuffer_add_vprintf(buf, format, ap);
	va_end(ap);
	return length;
}
