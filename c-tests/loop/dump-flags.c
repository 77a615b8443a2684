// run: epoll
// Edge-triggered and closed events in the dump, and the numbers behind "fd" and "sig".
#include "t.h"

int main(void)
{
	struct event_base *base = event_base_new();
	evutil_socket_t sock[2];
	struct event *ev[2];
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);
	char *line;
	t_pair(sock);
	CHECK(dup2(sock[0], 77) == 77);
	CHECK(dup2(sock[1], 78) == 78);
	ev[0] = event_new(base, 77, EV_READ | EV_ET | EV_PERSIST, t_say, NULL);
	ev[1] = event_new(base, 78, EV_CLOSED, t_say, NULL);
	for (int i = 0; i < 2; i++) {
		event_add(ev[i], NULL);
		event_active(ev[i], EV_CLOSED | EV_SIGNAL, 1);
	}
	event_base_dump_events(base, file);
	fclose(file);
	/* Without the addresses. */
	for (line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		char *at = strstr(line, "0x");
		SAY("%s\n", at ? strchr(at, ' ') : line);
	}
	free(text);
	event_free(ev[0]);
	event_free(ev[1]);
	event_base_free(base);
	return t_result();
}
