// run: once
// With randomize-case, which is on at first, the letters of a name are asked for in any case; without it as they
// are in the name.
#include "fake.h"

static int as_given, upper;

QUERIED(answer)
{
	as_given += !strcmp(q->name, "Some-Long-Enough.Name.tesT");
	CHECK(!strcmp(q->lower, "some-long-enough.name.test"));
	for (int i = 0; q->name[i]; i++)
		upper += isupper((unsigned char)q->name[i]) != 0;
	send_address(q, "192.0.2.1");
}

static void many(const char *what)
{
	as_given = upper = 0;
	SAY("%s\n", what);
	for (int i = 0; i < 20; i++)
		ask("Some-Long-Enough.Name.tesT");
	SAY("as given: %s, about half of the letters upper: %d\n", as_given == 20 ? "always" : as_given ? "?" : "never",
	    upper > 20 * 23 / 3 && upper < 20 * 23 * 2 / 3);
}

int main(void)
{
	struct fake *server = start(answer);

	many("at first");
	set("randomize-case", "0");
	many("off");
	set("randomize-case:", "1");
	many("on");
	set("randomize-case", "0");
	many("off again");
	end(server);
	return t_result();
}
