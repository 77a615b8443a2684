// run: once
// on: ours
// What comes through TCP may come byte by byte, several answers at a time, and in any order.
#include "fake-tcp.h"

enum { ADDRESSES = 3800 };
static unsigned char big[65536];
static int big_len, sent;
static struct event *sending;

static void add(const void *bytes, int len)
{
	memcpy(big + big_len, bytes, len);
	big_len += len;
}

T_CALLBACK(send_one)
{
	CHECK(send(fd, big + sent, 1, MSG_NOSIGNAL) == 1);
	if (++sent == big_len)
		event_del(sending);
}

/* An answer of about 60 KiB. */
QUERIED(answer_big)
{
	struct message head = answer_to(q, 0), record = { 0 };
	put_address(&record, NULL, 30, "192.0.2.1");
	set16(&head, ANSWER, ADDRESSES);
	big_len = 2;
	add(head.bytes, head.len);
	for (int i = 0; i < ADDRESSES; i++) {
		set16(&record, record.len - 2, i);
		add(record.bytes, record.len);
	}
	big[0] = (big_len - 2) >> 8;
	big[1] = big_len - 2;
	sending = event_new(base, q->tcp, EV_WRITE | EV_PERSIST, send_one, NULL);
	event_add(sending, NULL);
}

RESOLVED(check_big)
{
	results++;
	if (!CHECK(result == DNS_ERR_NONE && count == ADDRESSES && ttl == 30))
		return;
	for (int i = 0; i < count; i++) {
		unsigned char *address = (unsigned char *)addresses + 4 * i;
		CHECK(address[0] == 192 && (address[2] << 8 | address[3]) == i);
	}
}

static struct query kept[4];

QUERIED(keep) { kept[(q->number - 1) % 4] = *q; }

static char order[5];

RESOLVED(append)
{
	CHECK(result == DNS_ERR_NONE && count == 1);
	order[results++] = *(const char *)arg;
}

/* Puts the answer to a query behind what is in OUT. */
static void frame(struct message *out, const struct query *q)
{
	struct message m = answer_to(q, 0);
	put_address(&m, NULL, 30, "192.0.2.1");
	put16(out, m.len);
	put(out, m.bytes, m.len);
}

int main(void)
{
	struct message out = { 0 };
	start_tcp(0, answer_big);
	set("use-vc", "");
	set("timeout", "60");
	evdns_base_resolve_ipv4(dns, "big.test", 0, check_big, NULL);
	until(&results, 1);
	CHECK(big_len > 60000 && sent == big_len && connections == 1);
	event_free(sending);

	server->answer = keep;
	results = asked_by_tcp = 0;
	for (int i = 0; i < 4; i++)
		evdns_base_resolve_ipv4(dns, "four.test", 0, append, (void *)&"abcd"[i]);
	until(&asked_by_tcp, 4);
	CHECK(connections == 1);
	/* the last two, and the beginning of another; then the rest */
	frame(&out, &kept[3]), frame(&out, &kept[2]), frame(&out, &kept[0]), frame(&out, &kept[1]);
	send_bytes(&kept[0], out.bytes, out.len / 2 + 10);
	until(&results, 2);
	turns();
	CHECK(results == 2);
	send_bytes(&kept[0], out.bytes + out.len / 2 + 10, out.len - out.len / 2 - 10);
	until(&results, 4);
	CHECK(!strcmp(order, "dcab"));
	end_tcp();
	return t_result();
}
