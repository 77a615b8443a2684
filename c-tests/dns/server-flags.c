// run: once
// Which bits of a query's header the callback sees and the reply has; a query that says it is a reply gets none.
#include "raw.h"

REQUEST(look)
{
	SAY("flags %04x: ", req->flags);
	CHECK(evdns_server_request_respond(req, DNS_ERR_NONE) == 0);
}

static void ask_with(unsigned flags)
{
	struct message m;
	query(&m, "example.com", EVDNS_TYPE_A);
	m.at[2] = flags >> 8;
	m.at[3] = flags & 255;
	SAY("%04x: ", flags);
	say_header(ask(&m));
}

int main(void)
{
	serve(look, NULL);
	ask_with(0);
	for (int bit = 0; bit < 16; bit++)
		ask_with(1 << bit);
	for (int opcode = 0; opcode < 16; opcode++)
		ask_with(opcode << 11);
	ask_with(0x7fff);
	ask_with(0xffff);
	stop();
	return t_result();
}
