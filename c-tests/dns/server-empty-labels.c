// run: once
// Names with empty labels, in replies: the original writes each as a zero byte, which is the end of the name.
#include "raw.h"

static const char *owner, *target;

REQUEST(reply)
{
	if (evdns_server_request_add_cname_reply(req, owner, target, 60))
		SAY("refused, ");
	CHECK(evdns_server_request_respond(req, DNS_ERR_NONE) == 0);
}

int main(void)
{
	static const char *const names[] = { ".", "a..b", ".a", "a..", "..." };
	struct message m;
	serve(reply, NULL);
	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++) {
		SAY("'%s': ", names[i]);
		owner = names[i];
		target = "x";
		say_bytes(ask(query(&m, "example.com", EVDNS_TYPE_A)));
		target = owner;
		owner = "x";
		say_bytes(ask(query(&m, "example.com", EVDNS_TYPE_A)));
	}
	stop();
	return t_result();
}
