// run: once
// Answers that are for no request, or come from elsewhere, are ignored: the right one, that comes later, counts.
#include "fake.h"

static struct query asked;

QUERIED(keep) { asked = *q; }

static void send_wrong(int way, int other)
{
	const struct query *q = &asked;
	struct message m = answer_to(q, 0), wrong;
	put_address(&m, NULL, 60, "192.0.2.66");
	wrong = m;
	switch (way) {
	case 0: /* other ids */
		for (int i = 1; i < 64; i++) {
			set16(&wrong, 0, (q->id + i) & 0xffff);
			send_to(q, wrong);
		}
		set16(&wrong, 0, ~q->id & 0xffff);
		send_to(q, wrong);
		break;
	case 1: /* another address */
		send_by(other, q, &m);
		break;
	case 2: /* a query */
		set16(&wrong, 2, RD);
		send_to(q, wrong);
		break;
	case 3: /* nothing, and less than a header */
		for (wrong.len = 0; wrong.len < 12; wrong.len++)
			send_to(q, wrong);
		break;
	case 4: /* garbage */
		for (int len = 1; len < 200; len += 7) {
			memset(wrong.bytes, ~q->id & 0xff, len);
			wrong.len = len;
			send_to(q, wrong);
		}
		break;
	case 5: /* an error with another id */
		wrong = answer_to(q, DNS_ERR_NOTEXIST);
		set16(&wrong, 0, q->id + 1);
		send_to(q, wrong);
		break;
	}
}

int main(void)
{
	struct fake *server = start(keep);
	int other = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct sockaddr_in sin = loopback(0);

	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1);
	CHECK(bind(other, (struct sockaddr *)&sin, sizeof(sin)) == 0);
	for (int way = 0; way < 6; way++) {
		char text[20];
		sprintf(text, "way %d", way);
		evdns_base_resolve_ipv4(dns, text, 0, say_result, text);
		until(&server->count, way + 1);
		send_wrong(way, other);
		turns();
		CHECK(results == way);
		send_address(&asked, "192.0.2.1");
		until(&results, way + 1);
		send_address(&asked, "192.0.2.66"); /* for nobody now */
		turns();
	}
	CHECK(server->count == 6 && results == 6);
	end(server);
	close(other);
	return t_result();
}
