/* Runs an event loop, and tells what run-on-ours.sh wants to know: its arguments, its process, its libevents.
 * "wait" as the first argument: until SIGTERM, and then ends with status 42; "exit N" ends with N. */
#include <event2/event.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void fired(evutil_socket_t fd, short what, void *base)
{
	(void)fd;
	(void)what;
	event_base_loopbreak(base);
}

static void tell(int argc, char **argv)
{
	char line[4096], *path;
	FILE *maps = fopen("/proc/self/maps", "r");
	int i;
	for (i = 0; i < argc; i++)
		printf("argument %s\n", argv[i]);
	printf("process %d\n", (int)getpid());
	while (maps && fgets(line, sizeof(line), maps))
		if ((path = strchr(line, '/')) != NULL && strstr(path, "/libevent"))
			printf("library %s", path);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	int waits = argc > 1 && strcmp(argv[1], "wait") == 0;
	struct timeval soon = {0, 1000};
	struct event_base *base = event_base_new();
	struct event *event;
	if (base == NULL)
		return 1;
	event = event_new(base, waits ? SIGTERM : -1, waits ? EV_SIGNAL : 0, fired, base);
	event_add(event, waits ? NULL : &soon);
	tell(argc, argv);
	event_base_dispatch(base);
	event_free(event);
	event_base_free(base);
	if (argc > 2 && strcmp(argv[1], "exit") == 0)
		return atoi(argv[2]);
	return waits ? 42 : 0;
}
