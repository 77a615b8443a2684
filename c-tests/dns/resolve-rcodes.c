// run: once
// Every rcode of an answer without records, from one server alone: what the callback gets, and how often
// the server is asked.
#include "fake.h"

static int rcode;

QUERIED(answer) { send_rcode(q, rcode); }

int main(void)
{
	for (rcode = 0; rcode < 16; rcode++) {
		struct fake *server = start(answer);
		char text[20];
		sprintf(text, "rcode %d", rcode);
		set("attempts", "2");
		ask(text);
		SAY("  asked %d times\n", server->count);
		end(server);
	}
	return t_result();
}
