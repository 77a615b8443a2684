/* What the shims alloc.c and calls.c share: which calls come from the library, and the file in which they report. */
#ifndef SHIM_H
#define SHIM_H

#define _GNU_SOURCE 1
#include <fcntl.h>
#include <link.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

static struct part {
	uintptr_t from, to, base;
	char name[48];
	int counts; /* what it asks for does */
} parts[64];
static int n_parts;

static int add_part(struct dl_phdr_info *info, size_t size, void *arg)
{
	struct part *p = &parts[n_parts];
	const char *name = strrchr(info->dlpi_name, '/');
	if (n_parts == sizeof(parts) / sizeof(parts[0]))
		return 1;
	name = name ? name + 1 : info->dlpi_name;
	p->base = info->dlpi_addr;
	p->from = UINTPTR_MAX;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *ph = &info->dlpi_phdr[i];
		if (ph->p_type != PT_LOAD || !(ph->p_flags & PF_X))
			continue;
		if (p->base + ph->p_vaddr < p->from)
			p->from = p->base + ph->p_vaddr;
		if (p->base + ph->p_vaddr + ph->p_memsz > p->to)
			p->to = p->base + ph->p_vaddr + ph->p_memsz;
	}
	snprintf(p->name, sizeof(p->name), "%s", n_parts ? name : "test");
	/* rustls itself aborts when there is no memory, as most of Rust does. */
	p->counts = strstr(name, "libevent") && !strstr(name, "rustls");
	n_parts++;
	return 0;
}

static struct part *part_of(uintptr_t pc)
{
	for (int i = 0; i < n_parts; i++)
		if (pc >= parts[i].from && pc < parts[i].to)
			return &parts[i];
	return NULL;
}

/* Whether a return address is in libevent's libraries. */
static int is_library(void *caller)
{
	struct part *p = part_of((uintptr_t)caller);
	return p && p->counts;
}

/* The file FAULT_REPORT, which outlives any end of the process. NULL: nothing is to be done. */
static void *map_report(size_t size)
{
	const char *path = getenv("FAULT_REPORT");
	int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
	void *map;
	if (fd < 0)
		return NULL;
	prctl(PR_SET_PDEATHSIG, SIGKILL); /* whatever ends the runs ends this */
	dl_iterate_phdr(add_part, NULL);
	map = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	return map == MAP_FAILED ? NULL : map;
}

#endif
