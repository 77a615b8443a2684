// run: once
// on: ours
// each: -levent_openssl -levent_mbedtls
// libs: -lcrypto
// timeout: 60
// sanitizers: no, it has a malloc of its own
// The n-th allocation of libevent's libraries fails, for every n: what is made fails, or a connection ends, or all goes
// well; and nothing is lost or left open. Those of the TLS library itself do not fail. (rustls needs its memory.)
#include "contexts/kit.h"

#include <dirent.h>
#include <link.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t size);
void __libc_free(void *block);

static long fail_in, failed;
/* How many blocks there are, whoever has them. */
static long blocks;

static void *counted(void *block)
{
	blocks += block != NULL;
	return block;
}

/* Where libevent's libraries are. */
static struct { char *from, *to; } ranges[20];
static int n_ranges;

static int note(struct dl_phdr_info *info, size_t size, void *arg)
{
	for (int i = 0; i < info->dlpi_phnum && strstr(info->dlpi_name, "/libevent"); i++) {
		const ElfW(Phdr) *header = &info->dlpi_phdr[i];
		if (header->p_type != PT_LOAD || !(header->p_flags & PF_X))
			continue;
		NEED(n_ranges < 20);
		ranges[n_ranges].from = (char *)info->dlpi_addr + header->p_vaddr;
		ranges[n_ranges].to = ranges[n_ranges].from + header->p_memsz;
		n_ranges++;
	}
	return 0;
}

/* Whether an allocation is to fail that is asked for here. */
static int refuse(char *caller)
{
	int is_own = 0;
	if (!fail_in)
		return 0;
	for (int i = 0; i < n_ranges; i++)
		is_own |= ranges[i].from <= caller && caller < ranges[i].to;
	if (!is_own)
		return 0;
	if (--fail_in)
		return 0;
	failed++;
	return 1;
}

void *malloc(size_t size)
{
	return refuse(__builtin_return_address(0)) ? NULL : counted(__libc_malloc(size));
}

void *calloc(size_t n, size_t size)
{
	return refuse(__builtin_return_address(0)) ? NULL : counted(__libc_calloc(n, size));
}

void *realloc(void *old, size_t size)
{
	if (refuse(__builtin_return_address(0)))
		return NULL;
	return old ? __libc_realloc(old, size) : counted(__libc_malloc(size));
}

void free(void *block)
{
	blocks -= block != NULL;
	__libc_free(block);
}

static int open_fds(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int n = 0;
	while (readdir(dir))
		n++;
	closedir(dir);
	return n;
}

static char bulk[100000];

/* Contexts, a connection, and data. The turns are bounded: a side may be waiting for what will not come. */
static void scenario(void)
{
	struct bufferevent_tls_context *clients = bufferevent_tls_context_new_client();
	struct bufferevent_tls_context *servers = bufferevent_tls_context_new_server("localhost.pem", "key.pem");
	struct bufferevent *client, *server;
	evutil_socket_t fd[2];

	t_pair(fd);
	if (clients) {
		bufferevent_tls_context_trust_file(clients, "ca.pem");
		bufferevent_tls_context_set_alpn(clients, "h2,http/1.1");
	}
	if (servers)
		bufferevent_tls_context_set_alpn(servers, "h2");
	client = bufferevent_tls_client_new(base, fd[0], clients, "localhost", 0);
	server = bufferevent_tls_server_new(base, fd[1], servers, 0);
	if (client && server) {
		bufferevent_enable(client, EV_READ | EV_WRITE);
		bufferevent_enable(server, EV_READ | EV_WRITE);
		bufferevent_write(client, bulk, sizeof bulk);
		bufferevent_write(server, bulk, sizeof bulk);
		for (int i = 0; i < 30; i++)
			event_base_loop(base, EVLOOP_NONBLOCK);
		bufferevent_flush(client, EV_WRITE, BEV_FINISHED);
		for (int i = 0; i < 4; i++)
			event_base_loop(base, EVLOOP_NONBLOCK);
	}
	if (client)
		bufferevent_free(client);
	else
		close(fd[0]);
	if (server)
		bufferevent_free(server);
	else
		close(fd[1]);
	bufferevent_tls_context_free(clients);
	bufferevent_tls_context_free(servers);
	event_base_loop(base, EVLOOP_NONBLOCK);
}

/* Gives how many allocations there are, and how many blocks there are in the end. */
static long fail_each(long *used)
{
	int fds = open_fds();
	long n = 0;
	do {
		failed = 0;
		fail_in = ++n;
		scenario();
		fail_in = 0;
		CHECK(open_fds() == fds);
	} while (failed);
	*used = blocks;
	return n;
}

int main(void)
{
	long before, after, n;
	dl_iterate_phdr(note, NULL);
	CHECK(n_ranges > 1);
	start();
	/* What is made once and stays. */
	scenario();
	n = fail_each(&before);
	for (int i = 0; i < 4; i++)
		CHECK(labs(fail_each(&after) - n) <= 2);
	fprintf(stderr, "%ld %ld\n", before, after);
	CHECK(after == before);
	/* valgrind has allocators of its own, which do not fail. */
	CHECK(n > 20 || getenv("LD_PRELOAD"));
	return finish();
}
