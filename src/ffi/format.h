/* Formatting of plain texts, within the library. */
#ifndef EVENT_RS_FORMAT_H
#define EVENT_RS_FORMAT_H

#include <stdarg.h>
#include <stddef.h>

#if defined(__GNUC__)
#define PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))
#define HIDDEN __attribute__((visibility("hidden")))
#else
#define PRINTF_LIKE(text, first)
#define HIDDEN
#endif

/*
 * Writes a text and a NUL, which programs rely on even behind the end of a buffer, and consumes `ap`. Returns
 * the length of the text in bytes; or -1 if there is no room for both, or the text is not plain.
 */
HIDDEN int event_format_plain_(char *out, size_t room, const char *format, va_list ap) PRINTF_LIKE(3, 0);

#endif
