/*
 * Formatting of plain texts: those in which no conversion has flags, a width or a precision, as in most
 * of what a server writes. It takes about half the time that vsnprintf() does, which is asked for all else.
 */
#include <limits.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include "format.h"

/* More than the digits that any number has. */
#define MAX_DIGITS (sizeof(unsigned long long) * CHAR_BIT / 3 + 1)

struct text {
	char *next;
	size_t room;
};

static int
put(struct text *text, const char *bytes, size_t n)
{
	if (n > text->room)
		return -1;
	memcpy(text->next, bytes, n);
	text->next += n;
	text->room -= n;
	return 0;
}

static int
put_decimal(struct text *text, unsigned long long n, int negative)
{
	char digits[MAX_DIGITS + 1], *end = digits + sizeof digits, *first = end;

	do
		*--first = (char)('0' + n % 10);
	while (n /= 10);
	if (negative)
		*--first = '-';
	return put(text, first, (size_t)(end - first));
}

static int
put_signed(struct text *text, long long n)
{
	/* Unsigned numbers have a place for the opposite of the least one. */
	return put_decimal(text, n < 0 ? 0 - (unsigned long long)n : (unsigned long long)n, n < 0);
}

static int
put_hexadecimal(struct text *text, unsigned long long n)
{
	char digits[MAX_DIGITS], *end = digits + sizeof digits, *first = end;

	do
		*--first = "0123456789abcdef"[n % 16];
	while (n /= 16);
	return put(text, first, (size_t)(end - first));
}

enum size { INT, LONG, SIZE };

/* Takes the modifier of a conversion, if there is one. */
static enum size
take_size(const char **format)
{
	switch (**format) {
	case 'l':
		++*format;
		return LONG;
	case 'z':
		++*format;
		return SIZE;
	default:
		return INT;
	}
}

#define NEXT_UNSIGNED(ap, size) \
	((size) == INT ? va_arg(ap, unsigned) : (size) == LONG ? va_arg(ap, unsigned long) : va_arg(ap, size_t))

int
event_format_plain_(char *out, size_t room, const char *format, va_list ap)
{
	struct text text = {out, room < INT_MAX ? room : INT_MAX};

	for (;;) {
		size_t literal = strcspn(format, "%");
		const char *string;
		enum size size;
		int result;
		char byte;

		if (put(&text, format, literal))
			return -1;
		format += literal;
		if (!*format)
			return put(&text, "", 1) ? -1 : (int)(text.next - 1 - out);
		format++;
		size = take_size(&format);
		if (size != INT && !strchr("dux", *format))
			return -1;
		switch (*format++) {
		case '%':
			result = put(&text, "%", 1);
			break;
		case 'c':
			byte = (char)va_arg(ap, int);
			result = put(&text, &byte, 1);
			break;
		case 's':
			string = va_arg(ap, const char *);
			result = string ? put(&text, string, strlen(string)) : -1;
			break;
		case 'd':
			if (size == SIZE)
				return -1;
			result = put_signed(&text, size == INT ? va_arg(ap, int) : va_arg(ap, long));
			break;
		case 'u':
			result = put_decimal(&text, NEXT_UNSIGNED(ap, size), 0);
			break;
		case 'x':
			result = put_hexadecimal(&text, NEXT_UNSIGNED(ap, size));
			break;
		default:
			return -1;
		}
		if (result)
			return -1;
	}
}
