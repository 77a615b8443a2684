// run: once
// Answers that say that there is nothing: the ttl is that of the SOA record, if there is one.
#include "fake.h"

static int way, rcode;

QUERIED(answer)
{
	struct message m = answer_to(q, rcode);
	switch (way) {
	case 0:
		break;
	case 1:
		put_soa(&m, "test", 300, 70);
		break;
	case 2:
		put_soa(&m, "test", 70, 300);
		break;
	case 3:
		put_soa(&m, "test", 0, 300);
		break;
	case 4:
		put_target(&m, ANSWER, NULL, T_CNAME, 50, "real.test");
		put_soa(&m, "test", 300, 70);
		break;
	case 5:
		put_target(&m, AUTHORITY, "test", T_NS, 3, "ns.test");
		put_soa(&m, "test", 300, 70);
		break;
	case 6:
		put_target(&m, AUTHORITY, "test", T_NS, 3, "ns.test");
		break;
	case 7:
		put_soa(&m, "test", 300, 70);
		put_soa(&m, "test", 20, 90);
		break;
	case 8:
		put_owner(&m, ADDITIONAL, "", T_OPT, 1232, 0, 0);
		break;
	case 9: /* with an address after all */
		put_address(&m, NULL, 500, "192.0.2.1");
		put_soa(&m, "test", 300, 70);
		break;
	}
	send_to(q, m);
}

int main(void)
{
	struct fake *server = start(answer);
	char text[40];

	for (rcode = 0; rcode <= DNS_ERR_NOTEXIST; rcode += DNS_ERR_NOTEXIST) {
		for (way = 0; way < 10; way++) {
			sprintf(text, "rcode %d, way %d", rcode, way);
			ask(text);
		}
	}
	end(server);
	return t_result();
}
