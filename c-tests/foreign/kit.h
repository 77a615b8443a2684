/* Callbacks that never return: something takes the control flow away, past the library's frames.
 *
 * A test defines how: LEAVE() is called in the callback, ENTER(CALL) makes the call from which that leads away and is
 * true when it did. Then kit_main() runs all cases, each in a process of its own, and says what can be done afterwards.
 * C and C++ compile this. */
#ifndef FOREIGN_KIT_H
#define FOREIGN_KIT_H

#include "t.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <event2/dns.h>
#include <event2/event_struct.h>
#include <event2/http.h>
#include <event2/listener.h>
#include <event2/thread.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <pthread.h>

static struct event_base *base;

static void leave(void);
static int enter(void (*call)(void));

static const char *threads;
static int with_locks(void) { return strcmp(threads, "no locks"); }

/* What a callback leaves behind stays as it was in the midst of it: locks are held, and its event counts as running. So
 * when its thread has ended, others who need these locks, or wait for the callback's end, wait for ever. */
static int would_hang(void)
{
#ifdef ENDS_THREAD
	return with_locks();
#else
	return 0;
#endif
}

/* The program's own locks, which tell how many of them are held. */
static int held;
static void *lock_alloc(unsigned type)
{
	pthread_mutex_t *lock = (pthread_mutex_t *)malloc(sizeof *lock);
	pthread_mutexattr_t attr;
	pthread_mutexattr_init(&attr);
	pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(lock, &attr);
	return lock;
}
static void lock_free(void *lock, unsigned type)
{
	pthread_mutex_destroy((pthread_mutex_t *)lock);
	free(lock);
}
static int lock_acquire(unsigned mode, void *lock)
{
	int failed = pthread_mutex_lock((pthread_mutex_t *)lock);
	__atomic_add_fetch(&held, !failed, __ATOMIC_SEQ_CST);
	return failed;
}
static int lock_release(unsigned mode, void *lock)
{
	__atomic_sub_fetch(&held, 1, __ATOMIC_SEQ_CST);
	return pthread_mutex_unlock((pthread_mutex_t *)lock);
}
static unsigned long thread_id(void) { return (unsigned long)pthread_self(); }

static void use_own_locks(void)
{
	static struct evthread_lock_callbacks callbacks;
	callbacks.lock_api_version = EVTHREAD_LOCK_API_VERSION;
	callbacks.supported_locktypes = EVTHREAD_LOCKTYPE_RECURSIVE;
	callbacks.alloc = lock_alloc;
	callbacks.free = lock_free;
	callbacks.lock = lock_acquire;
	callbacks.unlock = lock_release;
	CHECK(evthread_set_lock_callbacks(&callbacks) == 0);
	evthread_set_id_callback(thread_id);
}

/* Makes the call, and says how it ended. */
static void call(void (*function)(void))
{
	int left = enter(function);
	SAY("  %s, %d locks held\n", left ? "left" : "returned", held);
}

static void loop(void) { event_base_loop(base, 0); }

/* What a thread can still do with the base: the loop counts as running, all else works. */
static void base_goes_on(void)
{
	struct timeval hour = { 3600, 0 };
	struct event *other = event_new(base, -1, 0, t_say, (void *)"other");
	SAY("  loop: %d\n", event_base_loop(base, EVLOOP_NONBLOCK));
	CHECK(event_add(other, &hour) == 0);
	event_active(other, EV_READ, 1);
	SAY("  active %d\n", event_base_get_num_events(base, EVENT_BASE_COUNT_ACTIVE));
	event_free(other);
	event_base_free(base);
	SAY("  base freed\n");
}

/* ---- events ---- */

T_CALLBACK(leaves) { leave(); }

static void event_case(short events, int signal)
{
	struct timeval soon = { 0, 1000 };
	struct event *ev = event_new(base, signal ? SIGUSR1 : -1, events, leaves, NULL);
	event_add(ev, signal ? NULL : &soon);
	if (signal)
		raise(SIGUSR1);
	call(loop);
	SAY("  pending: %s\n", t_what(event_pending(ev, EV_TIMEOUT | EV_SIGNAL, NULL)));
	SAY("  deleted: %d\n", event_del_noblock(ev));
	if (!would_hang())
		event_free(ev);
	base_goes_on();
}

static void timer(void) { event_case(0, 0); }
static void persistent_timer(void) { event_case(EV_PERSIST, 0); }
static void on_signal(void) { event_case(EV_SIGNAL | EV_PERSIST, 1); }

static void once(void)
{
	struct timeval now = { 0, 0 };
	event_base_once(base, -1, EV_TIMEOUT, leaves, NULL, &now);
	call(loop);
	base_goes_on();
}

static void finalizer_leaves(struct event *ev, void *arg) { leave(); }

static void finalizer(void)
{
	struct event ev;
	event_assign(&ev, base, -1, 0, t_say, (void *)"never");
	event_finalize(0, &ev, finalizer_leaves);
	call(loop);
	base_goes_on();
}

static int each_leaves(const struct event_base *b, const struct event *ev, void *arg)
{
	leave();
	return 0;
}
static void visit(void) { event_base_foreach_event(base, each_leaves, NULL); }
static void foreach(void)
{
	event_base_once(base, 0, EV_TIMEOUT, leaves, NULL, NULL);
	call(visit);
}

/* ---- buffers ---- */

static struct evbuffer *buf;
static void add_text(void) { evbuffer_add(buf, "text", 4); }
static void drain_all(void) { evbuffer_drain(buf, 100); }

static void changed_leaves(struct evbuffer *b, const struct evbuffer_cb_info *info, void *arg) { leave(); }
static void changed(struct evbuffer *b, const struct evbuffer_cb_info *info, void *arg)
{
	SAY("  changed: %d added, %d deleted\n", (int)info->n_added, (int)info->n_deleted);
}

static void buffer_callback(void)
{
	buf = evbuffer_new();
	evbuffer_enable_locking(buf, NULL);
	evbuffer_add_cb(buf, changed_leaves, NULL);
	call(add_text);
	if (would_hang())
		return;
	SAY("  length %d\n", (int)evbuffer_get_length(buf));
	evbuffer_remove_cb(buf, changed_leaves, NULL);
	evbuffer_add_cb(buf, changed, NULL);
	add_text();
	SAY("  length %d\n", (int)evbuffer_get_length(buf));
	evbuffer_free(buf);
	event_base_free(base);
}

static void clean_leaves(const void *data, size_t len, void *arg) { leave(); }

static void reference(void)
{
	buf = evbuffer_new();
	evbuffer_enable_locking(buf, NULL);
	evbuffer_add_reference(buf, "reference", 9, clean_leaves, NULL);
	call(drain_all);
	event_base_free(base);
}

/* ---- bufferevents ---- */

static struct bufferevent *bev;
static int options;

static void bev_leaves(struct bufferevent *b, void *arg) { leave(); }
static void bev_event_leaves(struct bufferevent *b, short what, void *arg) { leave(); }

/* What can be done with the bufferevent that was left. */
static void bev_goes_on(void)
{
	if (would_hang())
		return;
	SAY("  input %d\n", (int)evbuffer_get_length(bufferevent_get_input(bev)));
	SAY("  write: %d\n", bufferevent_write(bev, "more", 4));
	bufferevent_free(bev);
	base_goes_on();
}

static int bev_options(void)
{
	return options | BEV_OPT_CLOSE_ON_FREE | (with_locks() ? BEV_OPT_THREADSAFE : 0);
}

static void bev_case(int hang_up)
{
	evutil_socket_t fd[2];
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], bev_options());
	bufferevent_setcb(bev, bev_leaves, NULL, bev_event_leaves, NULL);
	bufferevent_enable(bev, EV_READ);
	CHECK(hang_up || write(fd[1], "text", 4) == 4);
	if (hang_up)
		close(fd[1]);
	call(loop);
	bev_goes_on();
}

static void bev_read(void) { bev_case(0); }
static void bev_event(void) { bev_case(1); }
static void bev_deferred(void)
{
	options = BEV_OPT_DEFER_CALLBACKS;
	bev_case(0);
}

static enum bufferevent_filter_result filter_leaves(struct evbuffer *src, struct evbuffer *dst, ev_ssize_t limit,
    enum bufferevent_flush_mode mode, void *arg)
{
	leave();
	return BEV_ERROR;
}

static void filter_write(void) { bufferevent_write(bev, "text", 4); }

static void filter(void)
{
	struct bufferevent *pair[2];
	bufferevent_pair_new(base, 0, pair);
	bev = bufferevent_filter_new(pair[0], NULL, filter_leaves, 0, NULL, NULL);
	call(filter_write);
	SAY("  output %d\n", (int)evbuffer_get_length(bufferevent_get_output(bev)));
	bufferevent_free(pair[1]);
	event_base_free(base);
}

/* Both sides in one loop; without certificates, which TLS 1.2 can do. */
static void tls_case(bufferevent_data_cb readcb, bufferevent_event_cb eventcb)
{
	evutil_socket_t fd[2];
	SSL_CTX *ctx = SSL_CTX_new(TLS_method());
	struct bufferevent *peer;
	CHECK(SSL_CTX_set_max_proto_version(ctx, TLS1_2_VERSION));
	CHECK(SSL_CTX_set_cipher_list(ctx, "AECDH:@SECLEVEL=0"));
	t_pair(fd);
	bev = bufferevent_openssl_socket_new(base, fd[0], SSL_new(ctx), BUFFEREVENT_SSL_ACCEPTING, bev_options());
	peer = bufferevent_openssl_socket_new(base, fd[1], SSL_new(ctx), BUFFEREVENT_SSL_CONNECTING, 0);
	bufferevent_setcb(bev, readcb, NULL, eventcb, NULL);
	bufferevent_enable(bev, EV_READ);
	bufferevent_write(peer, "text", 4);
	call(loop);
	bev_goes_on();
}

static void tls_read(void) { tls_case(bev_leaves, NULL); }
static void tls_event(void) { tls_case(NULL, bev_event_leaves); }

/* ---- servers ---- */

static void accept_leaves(struct evconnlistener *l, evutil_socket_t fd, struct sockaddr *sa, int len, void *arg)
{
	close(fd);
	leave();
}

static int client_of(evutil_socket_t server)
{
	struct sockaddr_in in;
	socklen_t len = sizeof in;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	CHECK(getsockname(server, (struct sockaddr *)&in, &len) == 0);
	CHECK(connect(fd, (struct sockaddr *)&in, len) == 0);
	return fd;
}

static void listener(void)
{
	struct sockaddr_in in;
	struct evconnlistener *lev;
	memset(&in, 0, sizeof in);
	in.sin_family = AF_INET;
	in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	lev = evconnlistener_new_bind(base, accept_leaves, NULL, LEV_OPT_CLOSE_ON_FREE, -1,
	    (struct sockaddr *)&in, sizeof in);
	client_of(evconnlistener_get_fd(lev));
	call(loop);
	if (would_hang())
		return;
	SAY("  disabled: %d\n", evconnlistener_disable(lev));
	SAY("  enabled: %d\n", evconnlistener_enable(lev));
	evconnlistener_free(lev);
	base_goes_on();
}

static void serve_leaves(struct evhttp_request *req, void *arg) { leave(); }

static void http(void)
{
	struct evhttp *server = evhttp_new(base);
	struct evhttp_bound_socket *bound = evhttp_bind_socket_with_handle(server, "127.0.0.1", 0);
	int fd = client_of(evhttp_bound_socket_get_fd(bound));
	evhttp_set_gencb(server, serve_leaves, NULL);
	CHECK(write(fd, "GET / HTTP/1.0\r\n\r\n", 18) == 18);
	call(loop);
	base_goes_on();
}

static void found_leaves(int result, struct evutil_addrinfo *list, void *arg) { leave(); }

static struct evdns_base *dns;
static void look_up(void) { evdns_getaddrinfo(dns, "127.0.0.1", "80", NULL, found_leaves, NULL); }

static void name(void)
{
	dns = evdns_base_new(base, 0);
	call(look_up);
	evdns_base_free(dns, 0);
	event_base_free(base);
}

/* ---- what the library itself asks for ---- */

static void log_leaves(int severity, const char *text) { leave(); }
static void warns(void) { event_add(event_new(base, 1000, EV_READ, t_say, NULL), NULL); }

static void log_callback(void)
{
	event_set_log_callback(log_leaves);
	call(warns);
	event_set_log_callback(NULL);
}

static void fatal_leaves(int code) { leave(); }
static void misuses(void)
{
	struct event ev;
	memset(&ev, 0, sizeof ev);
	event_add(&ev, NULL);
}

static void fatal_callback(void)
{
	event_enable_debug_mode();
	event_set_log_callback(t_log_line);
	event_set_fatal_callback(fatal_leaves);
	call(misuses);
}

static int no_memory;
static void *malloc_leaves(size_t n)
{
	if (no_memory)
		leave();
	return malloc(n);
}
static void make_event(void) { event_new(base, -1, 0, t_say, NULL); }

static void mem_function(void)
{
	event_set_mem_functions(malloc_leaves, realloc, free);
	base = event_base_new();
	buf = evbuffer_new();
	no_memory = 1;
	call(make_event);
	call(add_text);
	no_memory = 0;
	add_text();
	SAY("  length %d\n", (int)evbuffer_get_length(buf));
	evbuffer_free(buf);
	base_goes_on();
}

/* ---- all of it ---- */

static void (*the_case)(void);

static void run_case(void)
{
	alarm(5);
	if (!strcmp(threads, "pthreads"))
		evthread_use_pthreads();
	if (!strcmp(threads, "own locks"))
		use_own_locks();
	if (the_case != fatal_callback && the_case != mem_function)
		base = event_base_new();
	the_case();
}

struct way_in {
	const char *name;
	void (*run)(void);
};

static int run_cases(const struct way_in *cases, size_t n)
{
	static const char *const kinds[] = { "no locks", "pthreads", "own locks" };
	for (size_t i = 0; i < n * 3; i++) {
		char name[100];
		threads = kinds[i % 3];
		the_case = cases[i / 3].run;
		snprintf(name, sizeof name, "%s, %s", cases[i / 3].name, threads);
		SAY("%s\n", name);
		t_child(name, run_case);
	}
	return t_result();
}

T_UNUSED static int kit_main(void)
{
	static const struct way_in cases[] = {
		{ "timer", timer }, { "persistent timer", persistent_timer }, { "signal", on_signal }, { "once", once },
		{ "finalizer", finalizer }, { "foreach", foreach }, { "buffer callback", buffer_callback }, { "reference", reference },
		{ "bufferevent read", bev_read }, { "bufferevent event", bev_event },
		{ "bufferevent deferred", bev_deferred }, { "filter", filter },
		{ "TLS read", tls_read }, { "TLS event", tls_event }, { "listener", listener },
		{ "http", http }, { "name", name }, { "log", log_callback }, { "fatal", fatal_callback },
		{ "memory", mem_function },
	};
	return run_cases(cases, sizeof cases / sizeof *cases);
}

#endif
