// run: once
// evdns_server_request_respond with every code, and evdns_server_request_set_flags: the header of the reply. A code
// that does not fit leaves the request as it was: another may be given.
#include "raw.h"

static int err, flags;

REQUEST(reply)
{
	if (flags) {
		evdns_server_request_set_flags(req, flags);
		SAY("flags %04x: ", req->flags);
	}
	if (evdns_server_request_respond(req, err)) {
		SAY("-1, ");
		CHECK(evdns_server_request_respond(req, err) == -1);
		CHECK(evdns_server_request_respond(req, DNS_ERR_NOTIMPL) == 0);
	}
}

static void ask_for(const char *what)
{
	struct message m;
	SAY("%s: ", what);
	say_header(ask(query(&m, "example.com", EVDNS_TYPE_A)));
}

int main(void)
{
	static const int odd[] = { 16, 255, 0x8000, 0xffff, 0x10000, -1, EVDNS_FLAGS_AA, EVDNS_FLAGS_RD,
		EVDNS_FLAGS_AA | EVDNS_FLAGS_RD | DNS_ERR_NOTEXIST, DNS_ERR_TRUNCATED, DNS_ERR_TIMEOUT };
	static const int bits[] = { EVDNS_FLAGS_AA, EVDNS_FLAGS_RD, EVDNS_FLAGS_AA | EVDNS_FLAGS_RD, 0x0200, 0x8000,
		0x000f, 0x0010, 0xffff, -1 };
	char what[40];

	serve(reply, NULL);
	for (err = 0; err < 16; err++) {
		snprintf(what, sizeof(what), "err %d", err);
		ask_for(what);
	}
	for (unsigned i = 0; i < sizeof(odd) / sizeof(*odd); i++) {
		err = odd[i];
		snprintf(what, sizeof(what), "err 0x%x", err);
		ask_for(what);
	}
	err = DNS_ERR_NONE;
	for (unsigned i = 0; i < sizeof(bits) / sizeof(*bits); i++) {
		flags = bits[i];
		snprintf(what, sizeof(what), "set_flags 0x%x", flags);
		ask_for(what);
	}
	err = DNS_ERR_REFUSED;
	flags = EVDNS_FLAGS_AA;
	ask_for("both");
	stop();
	return t_result();
}
