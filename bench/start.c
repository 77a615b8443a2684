/* What it costs that a program has the library: a process that makes a base and ends. */
#define _GNU_SOURCE
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "bench.h"

extern char **environ;

static double children_seconds(void)
{
	struct rusage r;
	if (getrusage(RUSAGE_CHILDREN, &r))
		die("getrusage");
	return (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) +
	    (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}

static void job_start(void)
{
	static char program[] = "/proc/self/exe", job[] = "start", once[] = "1";
	char *argv[] = {program, job, once, NULL};
	posix_spawn_file_actions_t silent;
	int status;
	pid_t pid;

	/* One start is the child's own: its base is made already. */
	if (wanted == 1) {
		done = 1;
		return;
	}
	if (posix_spawn_file_actions_init(&silent) ||
	    posix_spawn_file_actions_addopen(&silent, 1, "/dev/null", 1, 0))
		die("posix_spawn_file_actions");
	for (; done < wanted; done++) {
		if (posix_spawn(&pid, program, &silent, NULL, argv, environ))
			die("posix_spawn");
		if (waitpid(pid, &status, 0) < 0 || status)
			die("waitpid");
	}
	report_seconds(children_seconds());
}

const struct job jobs[] = {
    {"start", 500, 0, 0, job_start, "start a process that makes a base"},
    {NULL, 0, 0, 0, NULL, NULL},
};
