// run: once
// on: ours
// A connection that is not used for the time of tcp-idle-timeout is closed, but not while an answer is waited for; with
// EVDNS_BASE_DISABLE_WHEN_INACTIVE it is closed as soon as nothing is waited for.
#include "fake-tcp.h"

static struct query kept;
static struct event *later;

QUERIED(answer)
{
	struct message m = answer_to(q, 0);
	put_address(&m, NULL, 30, "192.0.2.1");
	reply(q, m);
}

/* And a byte of another message. */
QUERIED(answer_with_more)
{
	struct message m = answer_to(q, 0), out = { 0 };
	put_address(&m, NULL, 30, "192.0.2.1");
	put16(&out, m.len);
	put(&out, m.bytes, m.len);
	put8(&out, 0);
	send_bytes(q, out.bytes, out.len);
}

T_CALLBACK(answer_kept) { answer(&kept); }

QUERIED(answer_later)
{
	kept = *q;
	event_add(later, MS(300));
}

RESOLVED(check)
{
	results++;
	CHECK(result == DNS_ERR_NONE && count == 1);
}

static void ask_one(void)
{
	evdns_base_resolve_ipv4(dns, "name.test", 0, check, NULL);
	until(&results, results + 1);
}

int main(void)
{
	start_tcp(0, answer_later);
	later = evtimer_new(base, answer_kept, NULL);
	set("use-vc", "");
	set("tcp-idle-timeout", "0.05");
	ask_one();
	CHECK(connections == 1 && ended == 0);
	until(&ended, 1);
	server->answer = answer;
	ask_one();
	CHECK(connections == 2);
	until(&ended, 2);
	event_free(later);
	end_tcp();

	start_tcp(0, answer);
	set("use-vc", "");
	ask_one();
	pass(50);
	ask_one();
	CHECK(connections == 1 && ended == 0);
	end_tcp();

	start_tcp(EVDNS_BASE_DISABLE_WHEN_INACTIVE, answer);
	set("use-vc", "");
	ask_one();
	until(&ended, 1);
	ask_one();
	CHECK(connections == 2);
	until(&ended, 2);
	/* what else has come through it is not taken for the beginning of what comes through the next one */
	server->answer = answer_with_more;
	set("max-inflight", "1");
	evdns_base_resolve_ipv4(dns, "name.test", 0, check, NULL);
	ask_one();
	until(&results, 8);
	CHECK(connections == 4 && asked_by_tcp == 4);
	end_tcp();
	return t_result();
}
