/*
 * The functions that take a variable number of arguments, or look into a va_list.
 *
 * Stable Rust can call such functions but not define them, so they are written in C. build.rs
 * compiles this file into the library and exports its functions next to those of Rust.
 */
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "format.h"

/* As in event2/util.h. Not included from there: that header is generated from the Rust part. */
int evutil_vsnprintf(char *buf, size_t buflen, const char *format, va_list ap) PRINTF_LIKE(3, 0);
int evutil_snprintf(char *buf, size_t buflen, const char *format, ...) PRINTF_LIKE(3, 4);

struct evbuffer;
int evbuffer_add_vprintf(struct evbuffer *buf, const char *format, va_list ap) PRINTF_LIKE(2, 0);
int evbuffer_add_printf(struct evbuffer *buf, const char *format, ...) PRINTF_LIKE(2, 3);
HIDDEN int evbuffer_format(char *text, size_t room, const char *format, va_list ap) PRINTF_LIKE(3, 0);

/* No header declares these, but code that the generator of event2/rpc.h has made calls them. */
void event_warn(const char *format, ...) PRINTF_LIKE(1, 2);
void event_warnx(const char *format, ...) PRINTF_LIKE(1, 2);
HIDDEN void event_set_warning_callback_(void (*cb)(int, const char *));

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

/* Leaves `ap` as it is, so that evbuffer_add_vprintf(), which is Rust's, can try again with more room. */
int
evbuffer_format(char *text, size_t room, const char *format, va_list ap)
{
	va_list copy;
	int length;

	va_copy(copy, ap);
	length = event_format_plain_(text, room, format, copy);
	va_end(copy);
	if (length >= 0)
		return length;
	va_copy(copy, ap);
	length = vsnprintf(text, room, format, copy);
	va_end(copy);
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

/* The log callback of the program, which Rust has too, and how it sees a warning. */
static void (*warning_callback)(int, const char *);
#define LOG_WARN 2

void
event_set_warning_callback_(void (*cb)(int, const char *))
{
	__atomic_store_n(&warning_callback, cb, __ATOMIC_RELAXED);
}

/* Logs a warning as Rust does; with what `error` means, unless it is 0. */
static void
warn(int error, const char *format, va_list ap)
{
	void (*cb)(int, const char *) = __atomic_load_n(&warning_callback, __ATOMIC_RELAXED);
	char text[1024], line[1040];
	int length = evutil_vsnprintf(text, sizeof(text), format, ap);

	if (error && length >= 0 && (size_t)length < sizeof(text))
		evutil_snprintf(text + length, sizeof(text) - (size_t)length, ": %s", strerror(error));
	if (cb) {
		cb(LOG_WARN, text);
		return;
	}
	length = evutil_snprintf(line, sizeof(line), "[warn] %s\n", text);
	/* One write, so that lines of several threads do not mix. Nothing helps if it fails. */
	if (length > 0 && write(STDERR_FILENO, line, (size_t)length) < 0)
		return;
}

/* A warning with what errno means. */
void
event_warn(const char *format, ...)
{
	int error = errno;
	va_list ap;

	va_start(ap, format);
	warn(error, format, ap);
	va_end(ap);
	errno = error;
}

/* A warning. */
void
event_warnx(const char *format, ...)
{
	int error = errno;
	va_list ap;

	va_start(ap, format);
	warn(0, format, ap);
	va_end(ap);
	errno = error;
}
