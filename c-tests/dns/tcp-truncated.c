// run: once
// on: ours
// A truncated answer has the question asked again through TCP, unless the program says that it takes such answers.
// With use-vc, or DNS_QUERY_USEVC, it is asked through TCP from the start. The original takes no notice of any.
#include "fake-tcp.h"

static int by_udp, records, lengths_of_0;

/* One address, with TC, by UDP, and two by TCP. */
QUERIED(answer)
{
	struct message m = answer_to(q, TC);
	for (int i = 0; i < (q->tcp ? 2 : records); i++)
		put_address(&m, NULL, 30, "192.0.2.1");
	by_udp += !q->tcp;
	while (q->tcp && lengths_of_0 > 0) {
		send_bytes(q, "\0", 2);
		lengths_of_0--;
	}
	reply(q, m);
}

static int error, number;

RESOLVED(keep)
{
	results++;
	error = result;
	number = count;
}

/* Whether a question comes so often by UDP and TCP, and what it leads to. */
static int asks(const char *name, int flags, int udp, int tcp, int result, int count)
{
	by_udp = asked_by_tcp = 0;
	CHECK(evdns_base_resolve_ipv4(dns, name, flags, keep, NULL) != NULL);
	until(&results, results + 1);
	return by_udp == udp && asked_by_tcp == tcp && error == result && number == count;
}

static void on_log(int severity, const char *text) {}

int main(void)
{
	event_set_log_callback(on_log);
	start_tcp(0, answer);
	CHECK(asks("empty.test", 0, 1, 1, DNS_ERR_NONE, 2));
	records = 1;
	CHECK(asks("one.test", 0, 1, 1, DNS_ERR_NONE, 2));
	CHECK(asks("one.test", DNS_QUERY_USEVC, 0, 1, DNS_ERR_NONE, 2));
	CHECK(asks("one.test", DNS_QUERY_IGNTC, 1, 0, DNS_ERR_NONE, 1));
	CHECK(asks("one.test", DNS_QUERY_IGNTC | DNS_QUERY_USEVC, 0, 1, DNS_ERR_NONE, 2));
	records = 0;
	CHECK(asks("empty.test", DNS_QUERY_IGNTC, 1, 0, DNS_ERR_NODATA, 0));
	lengths_of_0 = 3;
	CHECK(asks("one.test", 0, 1, 1, DNS_ERR_NONE, 2) && lengths_of_0 == 0);
	/* all went through one connection */
	CHECK(connections == 1 && ended == 0);
	/* the connection has ended: there is another one */
	hang_up(&all[0]);
	CHECK(asks("one.test", 0, 1, 1, DNS_ERR_NONE, 2));
	CHECK(connections == 2 && ended == 1);
	set("use-vc", "");
	CHECK(asks("one.test", 0, 0, 1, DNS_ERR_NONE, 2));
	end_tcp();

	start_tcp(0, answer);
	set("ignore-tc", "");
	records = 1;
	CHECK(asks("one.test", 0, 1, 0, DNS_ERR_NONE, 1));
	end_tcp();

	/* a server that ends each connection at once, and one where nobody listens */
	start_tcp(0, answer);
	closes_at_once = 1;
	CHECK(asks("closed.test", 0, 1, 0, DNS_ERR_TRUNCATED, 0) && connections == 3);
	stop_listening();
	CHECK(asks("refused.test", 0, 1, 0, DNS_ERR_TRUNCATED, 0));
	CHECK(asks("refused.test", DNS_QUERY_USEVC, 0, 0, DNS_ERR_TIMEOUT, 0));
	end_tcp();
	return t_result();
}
