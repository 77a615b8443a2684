// run: once
// timeout: 60
// Retries of a client: how often it connects, that the time between doubles, what becomes of the requests that wait;
// and that only connecting is tried again.
#include "peer.h"

#define OK "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"

static int done_count, null_count, with_code;

static void count_done(struct evhttp_request *req, void *arg)
{
	done_count++;
	null_count += req == NULL;
	with_code += req && evhttp_request_get_response_code(req) != 0;
}

static void ask(int n)
{
	while (n--) {
		struct evhttp_request *req = evhttp_request_new(count_done, "a");
		evhttp_request_set_error_cb(req, failed);
		CHECK(evhttp_make_request(evcon, req, EVHTTP_REQ_GET, "/") == 0);
	}
}

/* Runs until so many callbacks have been called. Returns how many ms that took. */
static long wait_for(int n)
{
	long begun = now_ms();
	done_count = null_count = with_code = 0;
	while (done_count < n && now_ms() - begun < 15000)
		event_base_loop(base, EVLOOP_ONCE);
	long took = now_ms() - begun;
	run();
	SAY("  done %d, NULL %d, with a response %d\n", done_count, null_count, with_code);
	return took;
}

static void refused(void)
{
	struct sockaddr_in sin;
	int fd = tcp_refusing(&sin);
	for (int retries = 0; retries <= 3; retries++) {
		SAY("refused, %d retries, first after 60 ms\n", retries);
		evcon = evhttp_connection_base_new(base, NULL, "127.0.0.1", ntohs(sin.sin_port));
		evhttp_connection_set_retries(evcon, retries);
		evhttp_connection_set_initial_retry_tv(evcon, MS(60));
		ask(2);
		long took = wait_for(2), least = ((1 << retries) - 1) * 60;
		CHECK(took >= least - retries * T_EARLY);
		CHECK(took < 2 * least + 300);
		if (!retries) {
			SAY("  once more, on the same connection\n");
			ask(1);
			wait_for(1);
		}
		evhttp_connection_free(evcon);
	}

	SAY("the first after 2 s unless set\n");
	evcon = evhttp_connection_base_new(base, NULL, "127.0.0.1", ntohs(sin.sin_port));
	evhttp_connection_set_retries(evcon, 1);
	ask(1);
	long took = wait_for(1);
	CHECK(took >= 2000 - T_EARLY && took < 4000);
	evhttp_connection_free(evcon);

	SAY("freed while it waits to retry\n");
	evcon = evhttp_connection_base_new(base, NULL, "127.0.0.1", ntohs(sin.sin_port));
	evhttp_connection_set_retries(evcon, -1);
	evhttp_connection_set_initial_retry_tv(evcon, MS(20));
	get("a", "/");
	run_ms(100);
	evhttp_connection_free(evcon);
	run_ms(100);
	close(fd);

	SAY("somebody listens in the end: the requests that wait are sent, and what is made in the meantime\n");
	fd = tcp_refusing(&sin);
	evcon = evhttp_connection_base_new(base, NULL, "127.0.0.1", ntohs(sin.sin_port));
	evhttp_connection_set_retries(evcon, -1);
	evhttp_connection_set_initial_retry_tv(evcon, MS(30));
	get("a", "/a");
	run_ms(60);
	get("b", "/b");
	run();
	CHECK(listen(fd, 5) == 0);
	int kept = listener;
	listener = fd;
	evutil_make_socket_nonblocking(fd);
	for (int i = 0; i < 1000 && !next_peer(); i++)
		run_ms(5);
	say_sent();
	give(OK "aa");
	say_sent();
	give(OK "bb");
	free_connection();
	listener = kept;
	close(fd);
}

/* What happens once the connection was there is not tried again. */
static void connected(void)
{
	static const char *const heard[] = { "", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na", "bad\r\n\r\n" };
	for (size_t i = 0; i < COUNT(heard); i++) {
		SAY("closed after %s\n", visible_text(heard[i]));
		new_connection();
		evhttp_connection_set_retries(evcon, 3);
		evhttp_connection_set_initial_retry_tv(evcon, MS(10));
		get("a", "/a");
		get("b", "/b");
		CHECK(next_peer());
		say_sent();
		give(heard[i]);
		hang_up();
		run_ms(50);
		CHECK(next_peer());
		say_sent();
		give(OK "bb");
		free_connection();
		run_ms(50);
		CHECK(!next_peer());
	}

	SAY("no answer in time\n");
	new_connection();
	evhttp_connection_set_retries(evcon, 3);
	evhttp_connection_set_initial_retry_tv(evcon, MS(10));
	evhttp_connection_set_timeout_tv(evcon, MS(50));
	ask(1);
	wait_for(1);
	int connections = 0;
	while (next_peer())
		connections++;
	SAY("  connections: %d\n", connections);
	hang_up();
	free_connection();
}

/* A listener that has as many connections as it wants leaves the next ones without an answer. */
static void no_answer(void)
{
	struct sockaddr_in sin;
	int fd = tcp_listen(&sin), fillers[4];
	CHECK(listen(fd, 0) == 0);
	for (int i = 0; i < 4; i++) {
		fillers[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
		connect(fillers[i], (struct sockaddr *)&sin, sizeof(sin));
	}
	SAY("no answer to attempts to connect\n");
	evcon = evhttp_connection_base_new(base, NULL, "127.0.0.1", ntohs(sin.sin_port));
	evhttp_connection_set_retries(evcon, 2);
	evhttp_connection_set_initial_retry_tv(evcon, MS(40));
	evhttp_connection_set_timeout_tv(evcon, MS(80));
	ask(2);
	long took = wait_for(2);
	CHECK(took >= 3 * 80 + 40 + 80 - 5 * T_EARLY);
	CHECK(took < 2000);
	for (int i = 0; i < 4; i++)
		close(fillers[i]);
	close(fd);
	free_connection();
}

int main(void)
{
	start();
	refused();
	connected();
	no_answer();
	stop();
	return t_result();
}
