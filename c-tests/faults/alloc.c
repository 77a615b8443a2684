/* Preloaded into a C test by run-alloc: counts what the library asks the allocator for, and refuses
 * the request that FAULT_AT names (with FAULT_ALL, all later ones too). Only requests that come from
 * libevent's libraries count, by the place that they return to. What happens is told in the file
 * FAULT_REPORT, which is mapped, so that it outlives any end of the process. */
#include "shim.h"
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <stdarg.h>
#include <stdatomic.h>

#define KEYS 65536
#define TEXT 65536
#define DEPTH 48

/* run-alloc reads this, too. */
static struct report {
	_Atomic uint64_t asked, refused, turns, said;
	uint64_t keys[KEYS]; /* when nothing is refused: which place asked, as a hash of the calls within the library */
	char text[TEXT];
} *report;

static uint64_t fault_at;
static int fault_all;
static _Thread_local int busy;

static void say(const char *format, ...)
{
	char text[160];
	va_list args;
	va_start(args, format);
	int len = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	uint64_t at = atomic_fetch_add(&report->said, len);
	if (at + len < TEXT)
		memcpy(report->text + at, text, len);
}

/* One line: what it is, and the calls that led there, innermost first. */
static void say_place(const char *what, long code, uintptr_t address)
{
	void *frames[DEPTH];
	int depth = backtrace(frames, DEPTH);
	say("%s %ld %lx", what, code, (long)address);
	for (int i = 0; i < depth; i++) {
		struct part *p = part_of((uintptr_t)frames[i]);
		if (p && p != part_of((uintptr_t)say_place))
			say(" %s+%lx", p->name, (long)((uintptr_t)frames[i] - p->base));
	}
	say("\n");
}

static uint64_t key_of_place(void)
{
	void *frames[DEPTH];
	int depth = backtrace(frames, DEPTH);
	uint64_t key = 14695981039346656037u;
	for (int i = 0; i < depth; i++) {
		struct part *p = part_of((uintptr_t)frames[i]);
		if (p && strstr(p->name, "libevent"))
			key = (key ^ ((uintptr_t)frames[i] - p->base)) * 1099511628211u;
	}
	return key;
}

/* Whether this request is refused. */
static int refuse(void *caller, size_t size)
{
	if (!report || !is_library(caller) || busy)
		return 0;
	busy = 1;
	uint64_t n = atomic_fetch_add(&report->asked, 1) + 1;
	int refused = fault_at && (n == fault_at || (n > fault_at && fault_all));
	if (!fault_at && n <= KEYS)
		report->keys[n - 1] = key_of_place();
	if (refused && atomic_fetch_add(&report->refused, 1) == 0)
		say_place("refused", (long)size, 0);
	busy = 0;
	if (refused)
		errno = ENOMEM;
	return refused;
}

static void *next(void **real, const char *name)
{
	if (!*real)
		*real = dlsym(RTLD_NEXT, name);
	return *real;
}
#define NEXT(name) ({ static void *real; (__typeof__(&name))next(&real, #name); })

void *malloc(size_t size)
{
	return refuse(__builtin_return_address(0), size) ? NULL : NEXT(malloc)(size);
}

void *calloc(size_t count, size_t size)
{
	return refuse(__builtin_return_address(0), count * size) ? NULL : NEXT(calloc)(count, size);
}

void *realloc(void *old, size_t size)
{
	return size && refuse(__builtin_return_address(0), size) ? NULL : NEXT(realloc)(old, size);
}

int posix_memalign(void **place, size_t alignment, size_t size)
{
	return refuse(__builtin_return_address(0), size) ? ENOMEM : NEXT(posix_memalign)(place, alignment, size);
}

/* Tests seldom look whether an object was made. When one is not, the test has no reason to work, and its
 * next call may well crash: so that is told. */
static void *made(const char *name, void *object, void *caller)
{
	if (!object && report && atomic_load(&report->refused) && part_of((uintptr_t)caller) == &parts[0])
		say("null %s\n", name);
	return object;
}
/* Pointers and integers are handed on alike, up to nine. */
#define MAKER(name) \
	void *name(long a, long b, long c, long d, long e, long f, long g, long h, long i) \
	{ \
		static void *real; \
		void *(*make)(long, long, long, long, long, long, long, long, long) = next(&real, #name); \
		return made(#name, make(a, b, c, d, e, f, g, h, i), __builtin_return_address(0)); \
	}
#include "makers.h"

/* Leaves nothing in the pair that a test could take for one. */
int bufferevent_pair_new(void *base, int options, void **pair)
{
	static void *real;
	int (*make)(void *, int, void **) = next(&real, "bufferevent_pair_new");
	int result = make(base, options, pair);
	if (result && pair)
		pair[0] = pair[1] = made("bufferevent_pair_new", NULL, __builtin_return_address(0));
	return result;
}

/* A test that looks again and again whether something has happened calls this many times; it is not the library then
 * that goes round in circles. */
int event_base_loop(void *base, int flags)
{
	static void *real;
	int (*loop)(void *, int) = next(&real, "event_base_loop");
	if (report)
		atomic_fetch_add(&report->turns, 1);
	return loop(base, flags);
}

static void on_crash(int sig, siginfo_t *info, void *context)
{
	busy = 1;
	say_place("crash", sig, (uintptr_t)info->si_addr);
	busy = 0;
	/* Back to where it happened, with nobody to handle it. */
}

__attribute__((constructor)) static void start(void)
{
	static const int crashes[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT };
	static char stack[65536];
	const char *at = getenv("FAULT_AT");
	struct report *map = map_report(sizeof(*map));
	void *frame;
	if (!map)
		return;
	backtrace(&frame, 1); /* loads what it needs */
	fault_at = at ? strtoull(at, NULL, 10) : 0;
	fault_all = getenv("FAULT_ALL") != NULL;
	sigaltstack(&(stack_t){ .ss_sp = stack, .ss_size = sizeof(stack) }, NULL);
	for (size_t i = 0; i < sizeof(crashes) / sizeof(crashes[0]); i++) {
		struct sigaction act = { .sa_sigaction = on_crash,
			.sa_flags = SA_SIGINFO | SA_RESETHAND | SA_ONSTACK | SA_NODEFER };
		sigaction(crashes[i], &act, NULL);
	}
	report = map;
}
