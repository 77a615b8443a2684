// run: once
// on: ours
// Answers from another port of the server, of another kind, and those to another question, are ignored. The original
// takes the first two, and ends the request with an error for the others. Errors may come without a question.
#include "fake.h"

static struct query asked;

QUERIED(keep) { asked = *q; }

static struct message with_question(const char *name, int type, int class)
{
	struct message m = { 0 };
	put(&m, asked.text.bytes, 12);
	set16(&m, 2, QR | RD | RA);
	memset(m.bytes + 6, 0, 6);
	put_name(&m, name);
	put16(&m, type);
	put16(&m, class);
	put_address(&m, NULL, 60, "192.0.2.66");
	return m;
}

static void send_wrong(int way, int other)
{
	struct message m = with_question(asked.name, T_A, IN);
	char turned[1200];
	switch (way) {
	case 0:
		send_by(other, &asked, &m);
		break;
	case 1:
		send_to(&asked, with_question("another.test", T_A, IN));
		break;
	case 2: /* one byte more, one less */
		sprintf(turned, "%sx", asked.name);
		send_to(&asked, with_question(turned, T_A, IN));
		turned[strlen(turned) - 2] = 0;
		send_to(&asked, with_question(turned, T_A, IN));
		break;
	case 3: /* each letter in the other case */
		for (int i = 0; asked.name[i]; i++) {
			strcpy(turned, asked.name);
			turned[i] ^= isalpha((unsigned char)turned[i]) ? 32 : 0;
			if (strcmp(turned, asked.name))
				send_to(&asked, with_question(turned, T_A, IN));
		}
		break;
	case 4: /* another type or class */
		send_to(&asked, with_question(asked.name, T_AAAA, IN));
		send_to(&asked, with_question(asked.name, T_A, CH));
		break;
	case 5: /* no question */
		m.len = 12;
		set16(&m, 4, 0);
		set16(&m, ANSWER, 0);
		send_to(&asked, m);
		break;
	case 6: /* an error that is for another question */
		m = with_question("another.test", T_A, IN);
		set16(&m, 2, QR | DNS_ERR_NOTEXIST);
		send_to(&asked, m);
		break;
	case 7: /* two questions, the second of which is the right one */
		m = with_question("another.test", T_A, IN);
		set16(&m, 4, 2);
		set16(&m, ANSWER, 0);
		m.len -= 16;
		put_name(&m, asked.name);
		put16(&m, T_A);
		put16(&m, IN);
		put_address(&m, NULL, 60, "192.0.2.66");
		send_to(&asked, m);
		break;
	case 8: /* a part of the question */
		for (m.len = 12; m.len < asked.question_end; m.len++)
			send_to(&asked, m);
		break;
	case 9: /* other opcodes */
		for (int opcode = 1; opcode < 16; opcode++) {
			set16(&m, 2, QR | opcode << 11);
			send_to(&asked, m);
		}
		break;
	case 10: /* no such name, without a question */
		m.len = 12;
		set16(&m, 2, QR | DNS_ERR_NOTEXIST);
		set16(&m, 4, 0);
		set16(&m, ANSWER, 0);
		send_to(&asked, m);
		break;
	}
}

static int expected;

RESOLVED(check)
{
	results++;
	CHECK(result == expected);
	if (result == DNS_ERR_NONE)
		CHECK(count == 1 && memcmp(addresses, "\300\0\2\1", 4) == 0);
}

/* An error with no more than a header. */
QUERIED(fail)
{
	struct message m = answer_to(q, DNS_ERR_FORMAT);
	m.len = 12;
	set16(&m, 4, 0);
	send_to(q, m);
}

int main(void)
{
	struct fake *server = start(keep);
	int other = udp_socket();

	for (int way = 0; way < 11; way++) {
		char text[20];
		sprintf(text, "way-%d.letters.test", way);
		evdns_base_resolve_ipv4(dns, text, 0, check, NULL);
		until(&server->count, way + 1);
		send_wrong(way, other);
		turns();
		CHECK(results == way);
		send_address(&asked, "192.0.2.1");
		until(&results, way + 1);
	}
	CHECK(server->count == 11);
	server->answer = fail;
	expected = DNS_ERR_FORMAT;
	evdns_base_resolve_ipv4(dns, "error.test", 0, check, NULL);
	until(&results, 12);
	end(server);
	close(other);
	return t_result();
}
