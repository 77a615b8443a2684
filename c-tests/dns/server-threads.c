// run: once
// Requests that another thread answers or drops while the loop takes more, and a port that it closes.
#include "raw.h"
#include <event2/thread.h>
#include <pthread.h>

#define QUERIES 2000
#define AT_ONCE 5

static int requests[2]; /* a pipe from the loop to the thread */

REQUEST(pass_on)
{
	CHECK(write(requests[1], &req, sizeof(req)) == sizeof(req));
}

static void *answer(void *arg)
{
	struct evdns_server_request *req;
	for (int n = 0; read(requests[0], &req, sizeof(req)) == sizeof(req) && req; n++) {
		CHECK(!evdns_server_request_add_a_reply(req, req->questions[0]->name, 1, "addr", 1));
		if (n % 7)
			CHECK(evdns_server_request_respond(req, DNS_ERR_NONE) == 0);
		else
			CHECK(evdns_server_request_drop(req) == 0);
	}
	evdns_close_server_port(port);
	return NULL;
}

/* Sends the queries, and reads the answers, as many as there must be. */
static void *ask_all(void *arg)
{
	struct message m;
	int answers = 0;
	for (int sent = 0; sent < QUERIES; sent += AT_ONCE) {
		for (int i = 0; i < AT_ONCE; i++)
			send_message(query(&m, "example.com", EVDNS_TYPE_A));
		for (int i = 0; i < AT_ONCE; i++) {
			if ((sent + i) % 7 == 0)
				continue;
			m.len = recv(client, m.at, sizeof(m.at), 0);
			answers += m.len == 45 && get16(&m, 6) == 1;
		}
	}
	SAY("%d answers\n", answers);
	CHECK(write(requests[1], &(void *){ NULL }, sizeof(void *)) == sizeof(void *));
	return NULL;
}

int main(void)
{
	pthread_t threads[2];
	int pair[2];
	evthread_use_pthreads();
	CHECK(!pipe(requests) && !socketpair(AF_UNIX, SOCK_DGRAM, 0, pair));
	server = pair[0];
	client = pair[1];
	evutil_make_socket_nonblocking(server);
	base = event_base_new();
	port = evdns_add_server_port_with_base(base, server, 0, pass_on, NULL);
	CHECK(!pthread_create(&threads[0], NULL, answer, NULL));
	CHECK(!pthread_create(&threads[1], NULL, ask_all, NULL));
	SAY("loop: %d\n", event_base_dispatch(base)); /* until the port is closed */
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	CHECK(fcntl(server, F_GETFD) == -1);
	port = NULL;
	stop();
	return t_result();
}
