// run: once
// on: ours
// When randomize-case is off, letters in the other case are the same. The original compares them exactly then, and
// only then.
#include "fake.h"

QUERIED(answer)
{
	for (int i = 13; i < q->question_end - 5; i++)
		q->text.bytes[i] = toupper(q->text.bytes[i]);
	send_address(q, "192.0.2.1");
}

int main(void)
{
	struct fake *server = start(answer);
	set("randomize-case", "0");
	ask("some.name.test");
	ask("Some.Name.Test");
	end(server);
	return t_result();
}
