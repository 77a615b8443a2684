// run: once
// Records that do not fit the question or their own length, broken names, and wrong counts.
#include "fake.h"

static int way;

QUERIED(answer)
{
	struct message m = answer_to(q, 0);
	switch (way) {
	case 0: /* records of another type before the address */
		put_owner(&m, ANSWER, NULL, T_TXT, IN, 3, 4);
		put(&m, "\3txt", 4);
		put_owner(&m, ANSWER, NULL, 99, IN, 3, 0);
		put_address(&m, NULL, 60, "2001:db8::1");
		put_address(&m, NULL, 50, "192.0.2.1");
		break;
	case 1: /* of another type only */
		put_address(&m, NULL, 60, "2001:db8::1");
		break;
	case 2: /* of another class, and then the right one */
		put_owner(&m, ANSWER, NULL, T_A, CH, 5, 4);
		put(&m, "\1\2\3\4", 4);
		put_address(&m, NULL, 50, "192.0.2.1");
		break;
	case 3: /* of another class only */
		put_owner(&m, ANSWER, NULL, T_A, CH, 5, 4);
		put(&m, "\1\2\3\4", 4);
		break;
	case 4: /* more records are told of than there are */
		put_address(&m, NULL, 50, "192.0.2.1");
		set16(&m, ANSWER, 2);
		break;
	case 5: /* fewer */
		put_address(&m, NULL, 50, "192.0.2.1");
		put_address(&m, NULL, 40, "192.0.2.2");
		set16(&m, ANSWER, 1);
		break;
	case 6: /* bytes after the end */
		put_address(&m, NULL, 50, "192.0.2.1");
		put(&m, "garbage", 7);
		break;
	case 7: /* several addresses in one record */
		put_owner(&m, ANSWER, NULL, T_A, IN, 5, 12);
		put(&m, "\1\2\3\4\1\2\3\5\1\2\3\6", 12);
		break;
	case 8: /* an address that is too short */
		put_owner(&m, ANSWER, NULL, T_A, IN, 5, 3);
		put(&m, "\1\2\3", 3);
		break;
	case 9: /* no byte of an address */
		put_owner(&m, ANSWER, NULL, T_A, IN, 5, 0);
		break;
	case 10: /* and too long */
		put_owner(&m, ANSWER, NULL, T_A, IN, 5, 5);
		put(&m, "\1\2\3\4\5", 5);
		break;
	case 11: /* a good one, then one that is too short */
		put_address(&m, NULL, 50, "192.0.2.1");
		put_owner(&m, ANSWER, NULL, T_A, IN, 5, 2);
		put(&m, "\1\2", 2);
		break;
	case 12: /* the owner's name is a loop */
		set16(&m, ANSWER, 1);
		put16(&m, 0xc000 | m.len);
		put16(&m, T_A), put16(&m, IN), put32(&m, 5), put16(&m, 4);
		put(&m, "\1\2\3\4", 4);
		break;
	case 13: /* a loop over two places */
		set16(&m, ANSWER, 1);
		put(&m, "\1x", 2);
		put16(&m, 0xc000 | (m.len - 2));
		put16(&m, T_A), put16(&m, IN), put32(&m, 5), put16(&m, 4);
		put(&m, "\1\2\3\4", 4);
		break;
	case 14: /* a pointer beyond the end */
		set16(&m, ANSWER, 1);
		put16(&m, 0xffff);
		put16(&m, T_A), put16(&m, IN), put32(&m, 5), put16(&m, 4);
		put(&m, "\1\2\3\4", 4);
		break;
	case 15: /* a label of a kind that there is not */
		set16(&m, ANSWER, 1);
		put(&m, "\100a\0", 3);
		put16(&m, T_A), put16(&m, IN), put32(&m, 5), put16(&m, 4);
		put(&m, "\1\2\3\4", 4);
		break;
	case 16: /* a loop in an alias's target, and an address */
		put_owner(&m, ANSWER, NULL, T_CNAME, IN, 5, 2);
		put16(&m, 0xc000 | m.len);
		put_address(&m, NULL, 50, "192.0.2.1");
		break;
	case 17: /* no data of an alias, and an address */
		put_owner(&m, ANSWER, NULL, T_CNAME, IN, 5, 0);
		put_address(&m, NULL, 50, "192.0.2.1");
		break;
	case 18: /* all other flags */
		put_address(&m, NULL, 50, "192.0.2.1");
		set16(&m, 2, QR | AA | RD | RA | 0x70);
		break;
	case 19: /* a broken SOA record */
		put_owner(&m, AUTHORITY, "test", T_SOA, IN, 5, 3);
		put(&m, "\1a\0", 3);
		break;
	case 20: /* a broken record in a section that is of no interest */
		put_address(&m, NULL, 50, "192.0.2.1");
		put_owner(&m, ADDITIONAL, NULL, T_A, IN, 5, 4);
		break;
	}
	send_to(q, m);
}

int main(void)
{
	struct fake *server = start(answer);
	char text[20];

	for (way = 0; way < 21; way++) {
		sprintf(text, "way %d", way);
		ask(text);
	}
	CHECK(server->count >= way); /* ours asks again where the kind of message is wrong */
	end(server);
	return t_result();
}
