/* Programs that a job starts. */
#ifndef CHILD_H
#define CHILD_H

#include <stddef.h>
#include <sys/types.h>

/* Starts a program, which goes when this process does. Its output can be read from *out. */
pid_t start_child(char *const argv[], int *out);

/* Reads all that it prints: a string. It is cut off at `size`. */
void read_report(int out, char *report, size_t size);

#endif
