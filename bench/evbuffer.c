/* CPU time of evbuffers. bench.h tells how to run it. */
#include <string.h>

#include <event2/buffer.h>

#include "bench.h"

static struct evbuffer *buffer(void)
{
	return must(evbuffer_new(), "evbuffer_new");
}

static char block[4096];
static struct evbuffer *in, *out;

static void run(void (*step)(void))
{
	in = buffer();
	out = buffer();
	drive_steps(step);
}

/* ---- small pieces: a burst comes in, and is taken out in other portions ---- */

#define BURST 8

static uint8_t sizes[1024][BURST];

static void step_small(void)
{
	const uint8_t *size = sizes[done % 1024];
	char got[64];
	int i;
	for (i = 0; i < BURST; i++)
		evbuffer_add(in, block, size[i]);
	while ((i = evbuffer_remove(in, got, sizeof got)) > 0)
		;
	if (i < 0)
		die("evbuffer_remove");
}

static void small(int locked)
{
	int i, j;
	for (i = 0; i < 1024; i++)
		for (j = 0; j < BURST; j++)
			sizes[i][j] = (uint8_t)(1 + any(100));
	in = buffer();
	if (locked && evbuffer_enable_locking(in, NULL))
		die("evbuffer_enable_locking");
	drive_steps(step_small);
}

static void job_small(void) { small(0); }
static void job_locked(void) { small(1); }

/* ---- new and free ---- */

static void step_new(void)
{
	evbuffer_free(buffer());
}

static void job_new_free(void)
{
	drive_steps(step_new);
}

/* ---- lines ---- */

/* Lines of 10 to 100 bytes; the last one is whole. */
static void make_lines(void)
{
	size_t at = 0, end;
	memset(block, 'x', sizeof block);
	for (;;) {
		end = at + 10 + any(91);
		if (end + 10 > sizeof block)
			end = sizeof block;
		memcpy(block + end - 2, "\r\n", 2);
		if (end == sizeof block)
			return;
		at = end;
	}
}

static void step_readln(void)
{
	char *line = evbuffer_readln(in, NULL, EVBUFFER_EOL_CRLF);
	if (!line) {
		size_t at;
		/* Not a multiple of the buffer's own sizes: lines lie across chains. */
		for (at = 0; at < sizeof block; at += 1000)
			evbuffer_add(in, block + at, at + 1000 > sizeof block ? sizeof block - at : 1000);
		line = must(evbuffer_readln(in, NULL, EVBUFFER_EOL_CRLF), "evbuffer_readln");
	}
	free(line);
}

static void job_readln(void)
{
	make_lines();
	run(step_readln);
}

/* ---- from buffer to buffer ---- */

/* As a proxy does: the head is split off, the rest follows, and all of it goes on to the output. */
static void step_move(void)
{
	static struct evbuffer *between;
	if (!between)
		between = buffer();
	evbuffer_add(in, block, 2000);
	evbuffer_remove_buffer(in, between, 300);
	evbuffer_add_buffer(between, in);
	evbuffer_add_buffer(out, between);
	if (evbuffer_get_length(out) != 2000)
		die("evbuffer_add_buffer");
	evbuffer_drain(out, 2000);
}

static void job_move(void)
{
	run(step_move);
}

/* ---- printf ---- */

static void step_printf(void)
{
	if (evbuffer_add_printf(out, "%s: %d; %s=%lx\r\n", "Header", (int)(done % 100000), "name", done) < 0)
		die("evbuffer_add_printf");
	if (done % 16 == 15)
		evbuffer_drain(out, evbuffer_get_length(out));
}

static void job_printf(void)
{
	run(step_printf);
}

/* ---- searching ---- */

#define TEXT 4
#define NEEDLE "\r\n\r\n"

static void step_search(void)
{
	struct evbuffer_ptr found = evbuffer_search(in, NEEDLE, strlen(NEEDLE), NULL);
	if (found.pos != (ev_ssize_t)(TEXT * sizeof block - 2))
		die("evbuffer_search");
}

/* The end of a head of 16 KiB; it lies across two chains. */
static void job_search(void)
{
	int i;
	in = buffer();
	make_lines();
	for (i = 0; i < TEXT; i++)
		evbuffer_add_reference(in, block, sizeof block, NULL, NULL);
	evbuffer_add(in, "\r\nbody", 6);
	drive_steps(step_search);
}

/* ---- references ---- */

static long released;

static void release(const void *data, size_t len, void *arg)
{
	(void)data, (void)len, (void)arg;
	released++;
}

static void step_reference(void)
{
	evbuffer_add_reference(in, block, sizeof block, release, NULL);
	evbuffer_add_buffer(out, in);
	evbuffer_drain(out, sizeof block);
}

static void job_reference(void)
{
	run(step_reference);
	if (released != wanted)
		die("evbuffer_add_reference");
}

const struct job jobs[] = {
	{"evbuffer-small", 3000000, 0, 0, job_small, "evbuffer: 8 small pieces in and out"},
	{"evbuffer-locked", 2000000, 1, 0, job_locked, "evbuffer: small pieces, with locks"},
	{"evbuffer-new-free", 15000000, 0, 0, job_new_free, "evbuffer: new and free"},
	{"evbuffer-readln", 8000000, 0, 0, job_readln, "evbuffer: read a line"},
	{"evbuffer-move", 5000000, 0, 0, job_move, "evbuffer: 2,000 bytes through three buffers"},
	{"evbuffer-printf", 5000000, 0, 0, job_printf, "evbuffer: print 30 bytes"},
	{"evbuffer-search", 150000, 0, 0, job_search, "evbuffer: find the end of a 16 KiB head"},
	{"evbuffer-reference", 10000000, 0, 0, job_reference, "evbuffer: a reference added, moved, drained"},
	{0},
};
