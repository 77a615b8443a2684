/* See child.h. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "bench.h"
#include "child.h"

pid_t start_child(char *const argv[], int *out)
{
	int ends[2];
	pid_t self = getpid(), child;

	if (pipe(ends))
		die("pipe");
	child = fork();
	if (child < 0)
		die("fork");
	if (!child) {
		if (prctl(PR_SET_PDEATHSIG, SIGKILL) || getppid() != self || dup2(ends[1], 1) < 0)
			_exit(2);
		close(ends[0]);
		close(ends[1]);
		execvp(argv[0], argv);
		perror(argv[0]);
		_exit(2);
	}
	close(ends[1]);
	*out = ends[0];
	return child;
}

void read_report(int out, char *report, size_t size)
{
	size_t n = 0;
	ssize_t got;

	while ((got = read(out, report + n, size - 1 - n)) > 0)
		n += (size_t)got;
	report[n] = 0;
	close(out);
}
