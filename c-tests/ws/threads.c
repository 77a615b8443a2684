// run: once
// on: ours
// alloc: no, the threads take it that the session lives
// With BEV_OPT_THREADSAFE other threads may send from the moment that they know of the session, while the loop reads
// and writes: every message arrives whole, and those of a thread in their order. And they may close it.
#include "ws.h"
#include <event2/thread.h>
#include <pthread.h>

enum { THREADS = 4, EACH = 2000 };

static pthread_t threads[THREADS], client_thread;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t known = PTHREAD_COND_INITIALIZER;
static struct evws_connection *shared;
static int client_fd, messages, done;
static _Atomic int has_sent;

static void *sender(void *arg)
{
	int me = (int)(size_t)arg;
	char text[300];
	pthread_mutex_lock(&lock);
	while (!shared)
		pthread_cond_wait(&known, &lock);
	pthread_mutex_unlock(&lock);
	for (int i = 0; i < EACH; i++) {
		int n = snprintf(text, sizeof(text), "%d %d ", me, i);
		int len = n + (i * 7 + me) % 200;
		memset(text + n, 'a' + me, len - n);
		text[len] = 0;
		if (i % 3)
			evws_send_text(shared, text);
		else
			evws_send_binary(shared, text, len);
		has_sent = 1;
		if (i % 100 == 0)
			evws_send_ping(shared, text, 5);
	}
	pthread_mutex_lock(&lock);
	int is_last = ++done == THREADS;
	pthread_mutex_unlock(&lock);
	if (is_last)
		evws_close(shared, 1000);
	return NULL;
}

static int read_n(void *to, size_t n)
{
	return recv(client_fd, to, n, MSG_WAITALL) == (ssize_t)n;
}

/* Reads all frames, pings now and then, and answers the close frame. */
static void *reader(void *arg)
{
	int next[THREADS] = { 0 }, me, i, at;
	unsigned char head[4], text[400], bytes[40];
	char answered[1000] = "";
	puts_to(client_fd, ASK "\r\n");
	for (size_t n = 0; n < sizeof(answered) - 1 && !strstr(answered, "\r\n\r\n"); n++)
		CHECK(read_n(answered + n, 1));
	for (;;) {
		if (!CHECK(read_n(head, 2)))
			break;
		size_t n = head[1];
		if (n == 126) {
			CHECK(read_n(head + 2, 2));
			n = head[2] << 8 | head[3];
		}
		if (!CHECK(n < sizeof(text)) || !CHECK(read_n(text, n)))
			break;
		text[n] = 0;
		if (head[0] == CLOSE)
			break;
		if (head[0] == PONG || head[0] == PING)
			continue;
		CHECK(sscanf((char *)text, "%d %d %n", &me, &i, &at) == 2 && me >= 0 && me < THREADS && i == next[me]++);
		CHECK(head[0] == (i % 3 ? TEXT : BINARY) && n == (size_t)at + (i * 7 + me) % 200);
		while (at < (int)n && text[at] == 'a' + me)
			at++;
		CHECK(at == (int)n);
		if (++messages % 50 == 0) {
			size_t len = frame_to(bytes, TEXT, "hello", 5);
			len += frame_to(bytes + len, PING, "p", 1);
			CHECK(send(client_fd, bytes, len, MSG_NOSIGNAL) == (ssize_t)len);
		}
	}
	send(client_fd, bytes, frame_to(bytes, CLOSE, "\x03\xe8", 2), MSG_NOSIGNAL);
	CHECK(recv(client_fd, bytes, 1, 0) == 0);
	(void)arg;
	return NULL;
}

static int hellos;
static void hear(struct evws_connection *evws, int type, const unsigned char *data, size_t n, void *arg)
{
	hellos++;
	CHECK(type == WS_TEXT_FRAME && n == 5 && !strcmp((const char *)data, "hello"));
	(void)evws, (void)arg;
}

static void ended(struct evws_connection *evws, void *arg)
{
	CHECK(evws_connection_get_close_code(evws) == 1000);
	event_base_loopexit(base, NULL);
	(void)arg;
}

REQUEST(begin_shared)
{
	struct evws_connection *evws = evws_new_session(req, hear, NULL, BEV_OPT_THREADSAFE);
	CHECK(evws != NULL);
	evws_connection_set_closecb(evws, ended, NULL);
	pthread_mutex_lock(&lock);
	shared = evws;
	pthread_cond_broadcast(&known);
	pthread_mutex_unlock(&lock);
	/* The others begin while this callback is running, which holds the new lock. */
	usleep(20000);
	CHECK(!has_sent);
	(void)arg;
}

int main(void)
{
	CHECK(evthread_use_pthreads() == 0);
	serve(begin_shared, NULL);
	client_fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	CHECK(connect(client_fd, (void *)&server_name, server_name_len) == 0);
	CHECK(pthread_create(&client_thread, NULL, reader, NULL) == 0);
	for (size_t i = 0; i < THREADS; i++)
		CHECK(pthread_create(&threads[i], NULL, sender, (void *)i) == 0);
	event_base_dispatch(base);
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	pthread_join(client_thread, NULL);
	close(client_fd);
	/* What comes when the session is closing is not heard. */
	CHECK(messages == THREADS * EACH && hellos <= messages / 50);
	stop_serving();
	return t_result();
}
