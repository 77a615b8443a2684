// run: once
// on: ours
// Requests by TCP that another thread answers or drops while clients come, ask, and often go without an answer; and a
// port that the thread closes while there are clients.
#include "stream.h"
#include <event2/thread.h>
#include <pthread.h>

#define CLIENTS 300

static int requests[2]; /* a pipe from the loop to the thread */

REQUEST(pass_on)
{
	CHECK(write(requests[1], &req, sizeof(req)) == sizeof(req));
}

/* The first NULL closes the port, for which there may be more requests, and the second is the end. */
static void *answer(void *arg)
{
	struct evdns_server_request *req;
	for (int n = 0; read(requests[0], &req, sizeof(req)) == sizeof(req) && (req || port); n++) {
		if (!req) {
			evdns_close_server_port(port);
			port = NULL;
			continue;
		}
		CHECK(!evdns_server_request_add_a_reply(req, req->questions[0]->name, 1, "addr", 1));
		CHECK((n % 7 ? evdns_server_request_respond(req, DNS_ERR_NONE) : evdns_server_request_drop(req)) == 0);
	}
	return NULL;
}

static void *ask_all(void *arg)
{
	struct message m, out = { .len = 0 };
	int fd = -1;
	query(&m, "example.com", EVDNS_TYPE_A);
	for (int i = 0; i < 10; i++)
		frame(&out, &m);
	for (int i = 0; i < CLIENTS; i++) {
		if (fd >= 0)
			close(fd);
		fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		CHECK(!connect_to(fd, tcp_port));
		CHECK(send(fd, out.at, out.len, MSG_NOSIGNAL) == out.len);
		if (i % 3 == 0)
			CHECK(recv(fd, m.at, 47, MSG_WAITALL) == 47 && get16(&m, 0) == 45);
	}
	pass_on(NULL, NULL);
	return (void *)(intptr_t)fd;
}

int main(void)
{
	pthread_t threads[2];
	void *fd;
	evthread_use_pthreads();
	CHECK(!pipe(requests));
	listen_tcp(pass_on, NULL);
	CHECK(!evdns_server_port_set_option(port, EVDNS_SOPT_TCP_MAX_CLIENTS, CLIENTS));
	CHECK(!pthread_create(&threads[0], NULL, answer, NULL));
	CHECK(!pthread_create(&threads[1], NULL, ask_all, NULL));
	SAY("loop: %d\n", event_base_dispatch(base)); /* until the port is closed */
	pass_on(NULL, NULL);
	pthread_join(threads[0], NULL);
	pthread_join(threads[1], &fd);
	close((intptr_t)fd);
	stop_listening();
	return t_result();
}
