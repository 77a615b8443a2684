// The lines of event_base_dump_events, without addresses, fd numbers and times.
#include "t.h"
#include <ctype.h>

static struct event_base *base;

/* Replaces each number by one letter: P (0x…), or N; a fraction counts as part of it.
 * Leaves out the events that are the library's own. */
static void dump(const char *title)
{
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);
	event_base_dump_events(base, file);
	fclose(file);
	SAY("--- %s\n", title);
	for (char *p = text; *p; ) {
		char *end = strchr(p, '\n');
		if ((p == text || p[-1] == '\n') && end && !strncmp(end - 9, " Internal", 9)) {
			p = end + 1;
			continue;
		}
		if (p[0] == '0' && p[1] == 'x') {
			SAY("P");
			for (p += 2; isxdigit((unsigned char)*p); p++)
				;
		} else if (isdigit((unsigned char)*p)) {
			SAY("N");
			while (isdigit((unsigned char)*p) || *p == '.')
				p++;
		} else {
			SAY("%c", *p++);
		}
	}
	free(text);
}

int main(void)
{
	evutil_socket_t sock[2];
	struct event *ev[6];
	t_pair(sock);
	base = event_base_new();
	event_base_priority_init(base, 3);
	dump("nothing");
	ev[0] = event_new(base, sock[0], EV_READ, t_say, NULL);
	event_add(ev[0], NULL);
	dump("read");
	ev[1] = event_new(base, sock[0], EV_READ | EV_WRITE | EV_PERSIST, t_say, NULL);
	event_add(ev[1], MS(3600000));
	dump("read, write, persistent, with a timeout");
	ev[2] = event_new(base, -1, EV_PERSIST, t_say, NULL);
	event_add(ev[2], MS(3600000));
	dump("a timer");
	ev[3] = event_new(base, sock[1], EV_READ, t_say, NULL);
	event_priority_set(ev[3], 2);
	event_active(ev[3], EV_READ | EV_WRITE, 1);
	dump("active");
	ev[4] = event_new(base, -1, 0, t_say, NULL);
	event_priority_set(ev[4], 0);
	event_active(ev[4], EV_TIMEOUT, 1);
	event_active(ev[1], EV_READ | EV_TIMEOUT, 1);
	dump("more active ones");
	for (int i = 0; i < 5; i++)
		event_del(ev[i]);
	ev[5] = evsignal_new(base, SIGUSR1, t_say, NULL);
	event_add(ev[5], NULL);
	dump("a signal");
	event_add(ev[5], MS(3600000));
	dump("a signal with a timeout");
	event_del(ev[5]);
	for (int i = 0; i < 6; i++)
		event_free(ev[i]);
	event_base_free(base);
	return t_result();
}
