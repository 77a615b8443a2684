// run: once
// on: ours
// A client by TCP that sends query after query and reads no reply, where the program answers at once or not at all: what
// the server holds for it is bounded.
#include "stream.h"
#include "memory/held.h"

static struct evdns_server_request *waiting[100000];
static int requests, answers;
REQUEST(reply)
{
	char data[1000] = "";
	if (!answers) {
		waiting[requests++] = req;
		return;
	}
	requests++;
	CHECK(!evdns_server_request_add_reply(req, EVDNS_ANSWER_SECTION, "a", EVDNS_TYPE_TXT, EVDNS_CLASS_INET, 1,
	    sizeof(data), 0, data));
	CHECK(evdns_server_request_respond(req, DNS_ERR_NONE) == 0);
}

static void flood(void)
{
	static struct message m, out;
	int fd = tcp_client(), size = 4096, waits = 0;
	size_t before;
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	out.len = requests = 0;
	for (query(&m, "example.com", EVDNS_TYPE_A); out.len < 60000;)
		frame(&out, &m);
	turn();
	before = peak = held;
	/* Two million bytes, or as much as it takes. */
	for (int at = 0, sent = 0; sent < 2000000 && waits < 100;) {
		ssize_t n = send(fd, out.at + at, out.len - at, MSG_NOSIGNAL);
		waits = n > 0 ? 0 : waits + 1;
		sent += n > 0 ? n : 0;
		at = n > 0 ? (at + n) % out.len : at;
		turn();
	}
	CHECK(requests > 100 && peak - before < 600000);
	close(fd);
	for (int i = 0; i < requests && !answers; i++)
		CHECK(evdns_server_request_drop(waiting[i]) == 0);
	for (int i = 0; i < 10; i++)
		turn();
}

int main(void)
{
	count_memory();
	listen_tcp(reply, NULL);
	flood();
	answers = 1;
	flood();
	stop_listening();
	return t_result();
}
