// run: once
// evdns_set_log_fn gets what the resolver says, with a sign whether it is a warning, and the general log then does
// not; NULL sends it there again.
#include "fake.h"

static int said[2], general;

static void on_log(int is_warning, const char *text)
{
	CHECK(is_warning == 0 || is_warning == 1);
	CHECK(text && *text && text[strlen(text) - 1] != '\n');
	said[is_warning != 0]++;
}

static void on_general(int severity, const char *text) { general++; }

static int rcode;
QUERIED(answer) { send_rcode(q, rcode); }

static void fail(const char *what, int code)
{
	struct fake *server = start(answer);
	said[0] = said[1] = general = 0;
	rcode = code;
	ask("fails.test");
	SAY("%s: warnings %d, others %d, general log %d\n", what, said[1] > 0, said[0] > 0, general > 0);
	end(server);
}

int main(void)
{
	event_set_log_callback(on_general);
	fail("no function, refused", DNS_ERR_REFUSED);
	evdns_set_log_fn(on_log);
	fail("refused", DNS_ERR_REFUSED);
	evdns_set_log_fn(NULL);
	fail("no function again, refused", DNS_ERR_REFUSED);
	return t_result();
}
