// run: once
// An answer with the bit that says that it has been cut, where the server is not there for TCP.
#include "fake.h"

static int records;

QUERIED(answer)
{
	struct message m = answer_to(q, TC);
	say_query(q);
	for (int i = 0; i < records; i++)
		put_address(&m, NULL, 30, "192.0.2.1");
	send_to(q, m);
}

int main(void)
{
	struct fake *server = start(answer);

	ask("empty.test");
	records = 2;
	ask("two.test");
	end(server);
	return t_result();
}
