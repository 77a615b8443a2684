/*
 * The functions that take a variable number of arguments, or look into a va_list.
 *
 * Stable Rust can call such functions but not define them, so they are written in C. build.rs
 * compiles this file into the library and exports its functions next to those of Rust.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include "format.h"

/* As in event2/util.h. Not included from there: that header is generated from the Rust part. */
int evutil_vsnprintf(char *buf, size_t buflen, const char *format, va_list ap) PRINTF_LIKE(3, 0);
int evutil_snprintf(char *buf, size_t buflen, const char *format, ...) PRINTF_LIKE(3, 4);

struct evbuffer;
int evbuffer_add_vprintf(struct evbuffer *buf, const char *format, va_list ap) PRINTF_LIKE(2, 0);
int evbuffer_add_printf(struct evbuffer *buf, const char *format, ...) PRINTF_LIKE(2, 3);
HIDDEN int evbuffer_format(char *text, size_t room, const char *format, va_list ap) PRINTF_LIKE(3, 0);

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
