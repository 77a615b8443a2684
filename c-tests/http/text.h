/* Texts made of interesting bytes, and strings printed so that all of them show. */
#ifndef TEXT_H
#define TEXT_H

#include "t.h"
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <event2/util.h>
#include <stdint.h>

/* A string, or NULL, with all bytes visible. Several calls in one printf are fine. */
T_UNUSED static const char *shown(const char *text)
{
	static char out[8][1000];
	static int turn;
	char *to = out[turn++ % 8];
	int len = 0;
	if (!text)
		return "NULL";
	to[len++] = '"';
	for (; *text && len < 990; text++) {
		if (*text >= ' ' && *text < 127)
			to[len++] = *text;
		else
			len += sprintf(to + len, "\\x%02x", (unsigned char)*text);
	}
	to[len++] = '"';
	to[len] = 0;
	return to;
}

static uint64_t text_state T_UNUSED = 1;

T_UNUSED static unsigned text_random(unsigned n)
{
	text_state = text_state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(text_state >> 33) % n;
}

/* Up to N of the pieces, which are separated by spaces in LIST; "\s" is a space. */
T_UNUSED static void text_make(char *to, const char *list, int n)
{
	const char *pieces[64];
	size_t lens[64];
	unsigned count = 0;
	for (const char *at = list; *at; at += lens[count++], at += *at == ' ') {
		pieces[count] = at;
		lens[count] = strcspn(at, " ");
	}
	for (n = text_random(n + 1); n > 0; n--) {
		unsigned i = text_random(count);
		if (lens[i] == 2 && !memcmp(pieces[i], "\\s", 2)) {
			*to++ = ' ';
		} else {
			memcpy(to, pieces[i], lens[i]);
			to += lens[i];
		}
	}
	*to = 0;
}

/* A hash over all that was added to it. */
T_UNUSED static void text_hash(uint64_t *hash, const char *text)
{
	for (text = text ? text : "\x01NULL"; ; text++) {
		*hash = (*hash ^ (unsigned char)*text) * 1099511628211u;
		if (!*text)
			break;
	}
}

T_UNUSED static void say_pairs(const struct evkeyvalq *list)
{
	const struct evkeyval *it;
	for (it = list->tqh_first; it; it = it->next.tqe_next)
		SAY(" %s=%s", shown(it->key), shown(it->value));
	SAY("\n");
}

#endif
