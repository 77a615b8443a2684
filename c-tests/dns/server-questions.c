// run: once
// on: ours
// Messages of 64 KB with thousands of questions, whose names point to each other: a client cannot make the server take
// much time or memory for one. The original knows no TCP, by which messages are that long.
#include "stream.h"

static size_t largest; /* block of memory that was asked for */
static void *watch_malloc(size_t n)
{
	largest = n > largest ? n : largest;
	return malloc(n);
}

static int questions;
REQUEST(count)
{
	questions += req->nquestions;
	CHECK(evdns_server_request_respond(req, DNS_ERR_REFUSED) == 0);
}

static void put_pointer(struct message *m, int to)
{
	put16(m, 0xc000 | to);
	put16(m, EVDNS_TYPE_A);
	put16(m, EVDNS_CLASS_INET);
}

/* N questions, each of which points to the one before, for as far as pointers reach. */
static void chain(struct message *m, int n)
{
	int last = 12;
	put_header(m, 1, RD, n, 0);
	put_question(m, "x", EVDNS_TYPE_A, EVDNS_CLASS_INET);
	for (int i = 1; i < n; i++) {
		int at = m->len;
		put_pointer(m, last);
		last = at < 0x4000 ? at : last;
	}
}

/* N questions for the name whose text is the longest. */
static void longest(struct message *m, int n)
{
	char label[64] = "";
	put_header(m, 1, RD, n, 0);
	for (int i = 0; i < 4; i++) {
		label[0] = i < 3 ? 63 : 61;
		put(m, label, label[0] + 1);
	}
	put(m, "\0\0\1\0\1", 5);
	for (int i = 1; i < n; i++)
		put_pointer(m, 12);
}

/* How many questions of a message the program sees. One that it does not see is passed over. */
static int asked(struct message *m)
{
	static struct message out, usual;
	int fd = tcp_client();
	questions = 0;
	largest = 0;
	out.len = 0;
	frame(&out, m);
	write_all(fd, out.at, out.len);
	ask_tcp(fd, query(&usual, "usual", EVDNS_TYPE_A));
	close(fd);
	return questions - 1;
}

int main(void)
{
	static struct message m;
	event_set_mem_functions(watch_malloc, realloc, free);
	listen_tcp(count, NULL);

	/* A name may follow as many pointers as it can have labels. */
	chain(&m, 128);
	CHECK(asked(&m) == 128);
	chain(&m, 129);
	CHECK(asked(&m) == 0);
	chain(&m, 10900);
	CHECK(asked(&m) == 0);

	longest(&m, 100);
	CHECK(asked(&m) == 100);
	longest(&m, 10800);
	CHECK(asked(&m) == 0);
	CHECK(largest < 300000);
	stop_listening();
	return t_result();
}
