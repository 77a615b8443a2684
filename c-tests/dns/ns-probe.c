// run: once
// A server that has failed is asked for a name now and then, and used again when it has answered, with whatever it
// may be; meanwhile other servers are used.
#include "fake.h"

static int way, probes, silent;

QUERIED(answer)
{
	if (silent)
		return;
	if (strcmp(q->lower, "name.test")) {
		probes++;
		SAY("  probe of %s: %s %s, flags 0x%x\n", q->server->label, type_name(q->type), q->lower, q->flags);
		switch (way) {
		case 0:
			send_address(q, "192.0.2.1");
			return;
		case 1:
			send_rcode(q, DNS_ERR_NOTEXIST);
			return;
		case 2:
			send_rcode(q, DNS_ERR_FORMAT);
			return;
		case 3: /* no answer at first */
			if (probes == 2)
				send_address(q, "192.0.2.1");
			return;
		case 4:
			send_rcode(q, probes == 1 ? DNS_ERR_SERVERFAILED : 0);
			return;
		case 5: /* broken */
			send_rcode(q, 9);
			return;
		}
	}
	SAY("  %s is asked\n", q->server->label);
	send_address(q, "192.0.2.1");
}

static void on_log(int severity, const char *text)
{
	if (strstr(text, "back up"))
		SAY("  up\n");
}

int main(void)
{
	event_set_log_callback(on_log);
	for (way = 0; way < 6; way++) {
		struct fake *server = start(answer), *other = fake_new(base, "other", answer);
		SAY("way %d\n", way);
		set("timeout", "0.1");
		set("attempts", "1");
		set("initial-probe-timeout", "0.05");
		probes = 0;
		silent = 1;
		ask("name.test");
		silent = 0;
		use(other);
		ask("name.test");
		ask("name.test");
		until(&probes, way < 3 || way > 4 ? 1 : 2);
		pass(20);
		for (int i = 0; i < 3; i++)
			ask("name.test");
		fake_free(other);
		end(server);
	}
	return t_result();
}
