/* The fds a base opens for itself are close-on-exec: a program started from here finds only what was open before. */
#include "backends/kit.h"

#include <dirent.h>
#include <event2/thread.h>

static int
open_fds(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int n = -1; /* the directory's own */
	struct dirent *entry;

	while ((entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.')
			++n;
	closedir(dir);
	return n;
}

static int
fds_after_exec(char *program)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		execl("/proc/self/exe", program, "count", NULL);
		_exit(99);
	}
	waitpid(pid, &status, 0);
	return WEXITSTATUS(status);
}

int
main(int argc, char **argv)
{
	struct event_config *cfg;
	struct event_base *base[3];
	struct event *sig;
	int before, inside;

	if (argc > 1)
		return open_fds();
	before = open_fds();
	evthread_use_pthreads();
	base[0] = event_base_new();
	cfg = event_config_new();
	event_config_set_flag(cfg, EVENT_BASE_FLAG_PRECISE_TIMER);
	base[1] = event_base_new_with_config(cfg);
	event_config_free(cfg);
	base[2] = event_base_new();
	sig = evsignal_new(base[2], SIGUSR1, t_say, "signal");
	event_add(sig, NULL);
	for (int i = 0; i < 3; ++i) {
		evthread_make_base_notifiable(base[i]);
		turn(base[i]);
	}
	inside = open_fds();
	CHECK(inside > before);
	SAY("more after exec: %d\n", fds_after_exec(argv[0]) - before);
	event_free(sig);
	for (int i = 0; i < 3; ++i)
		event_base_free(base[i]);
	/* And a free closes them. */
	SAY("more after free: %d\n", open_fds() - before);
	return t_result();
}
