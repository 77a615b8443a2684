/* The system's own files are those in the test's directory: hosts and resolv.conf. A signal may interrupt opening one. */
#ifndef SYSTEM_H
#define SYSTEM_H

#include <stdarg.h>
#include <sys/syscall.h>

static int system_interrupts; /* how often that is still to happen */

static int system_open(const char *path, int flags, int mode)
{
	if (!strcmp(path, "/etc/hosts") || !strcmp(path, "/etc/resolv.conf")) {
		path += 5;
		if (system_interrupts > 0) {
			system_interrupts--;
			errno = EINTR;
			return -1;
		}
	}
	return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

#define SYSTEM_OPEN(name) \
	int name(const char *path, int flags, ...) \
	{ \
		va_list args; \
		int mode = 0; \
		va_start(args, flags); \
		if (flags & O_CREAT) \
			mode = va_arg(args, int); \
		va_end(args); \
		return system_open(path, flags, mode); \
	}
SYSTEM_OPEN(open)
SYSTEM_OPEN(open64)

#endif
