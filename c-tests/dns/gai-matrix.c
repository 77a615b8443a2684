// run: once
// evdns_getaddrinfo: every pair of what may come of A and of AAAA, in both orders: result, and order of the list.
#include "gai.h"

static const char *const kinds[] = { "ok", "nxdomain", "nodata", "servfail", "refused", "silent" };
static const char *const says[2][6] = {
	{ "hold 1.2.3.4 5.6.7.8", "hold nxdomain", "hold", "hold servfail", "hold refused", "silent" },
	{ "hold 1::2 3::4", "hold nxdomain", "hold", "hold servfail", "hold refused", "silent" },
};

static struct cell {
	char name[40];
	struct evdns_base *dns;
	struct gai gai;
} cells[2][6][6];

/* Answers the records of TYPE in all cells where its turn is TURN. */
static void answer(struct event_base *base, struct fake *fake, int turn)
{
	for (int i = 0; i < 72; i++) {
		struct cell *cell = &cells[0][0][i];
		fake_release(fake, cell->name, (i / 36) ^ turn ? AAAA : A);
	}
	gai_settle(base);
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct fake *fake = fake_new(base);
	struct evutil_addrinfo hints = gai_hints(AF_UNSPEC, 0);
	int left = 72;
	for (int i = 0; i < 72; i++) {
		struct cell *cell = &cells[0][0][i];
		sprintf(cell->name, "%s.%s.%s", kinds[i / 6 % 6], kinds[i % 6], i / 36 ? "aaaa" : "a");
		fake_rule(fake, cell->name, says[A][i / 6 % 6], says[AAAA][i % 6]);
		cell->dns = fake_resolver(base, fake);
		CHECK(evdns_base_set_option(cell->dns, "timeout", "0.3") == 0);
		CHECK(evdns_base_set_option(cell->dns, "attempts", "1") == 0);
		CHECK(evdns_getaddrinfo(cell->dns, cell->name, "80", &hints, gai_done, &cell->gai) != NULL);
	}
	gai_settle(base);
	answer(base, fake, 0);
	answer(base, fake, 1);
	while (left) {
		CHECK(event_base_loop(base, EVLOOP_ONCE) == 0);
		left = 0;
		for (int i = 0; i < 72; i++)
			left += !cells[0][0][i].gai.calls;
	}
	for (int i = 0; i < 72; i++) {
		SAY("%s: ", cells[0][0][i].name);
		gai_say(&cells[0][0][i].gai);
		evdns_base_free(cells[0][0][i].dns, 0);
	}
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
