// run: once
// on: ours
// Packets that are shorter than a header get no answer, nor do empty ones. (The original crashes.)
#include "raw.h"

REQUEST(never)
{
	t_failures++;
	CHECK(evdns_server_request_drop(req) == 0);
}

int main(void)
{
	struct message m;
	serve(never, NULL);
	for (int n = 0; n < 12; n++) {
		query(&m, "example.com", EVDNS_TYPE_A)->len = n;
		SAY("%d bytes: ", n);
		say_header(ask(&m));
	}
	stop();
	return t_result();
}
