// run: once
// The search list in resolv.conf: what is asked for, by names with no, one and two dots.
#include "resolvconf.h"

int main(void)
{
	static const char *const texts[] = {
		"search a.test b.test\n", "search a.test\n", "domain a.test\n", "domain a.test b.test\n",
		"search a.test\nsearch b.test\n", "domain a.test\ndomain b.test\n", "domain a.test\nsearch b.test c.test\n",
		"search a.test b.test\ndomain c.test\n", "search\n", "domain\n", "search a.test\nsearch\n",
		"domain a.test\ndomain\n", "search a.test\ndomain\n", "domain a.test\nsearch\n",
		"search\ta.test\tb.test\n", "  search   a.test   b.test  \n", "search a.test b.test", "search a.test\r\n",
		"SEARCH a.test\n", "#search a.test\n", "search # a.test\n", "search a.test # b.test\n",
		"search .a.test\n", "search a.test.\n",
		"search .\n", "search ..a.test\n", "search a.test a.test\n", "search one\n", "domain .a.test\n",
		"domain a.test.\n", "search a.test b.test c.test d.test e.test f.test g.test h.test\n",
		"search A.Test\n", "search a.test,b.test\n", "search\nnameserver 1.2.3.4\n",
		"search a.test\noptions ndots:0\n", "search a.test\noptions ndots:1\n", "search a.test\noptions ndots:2\n",
		"search a.test\noptions ndots:3\n", "search a.test\noptions ndots:15\n", "search a.test\noptions ndots:-1\n",
		"search a.test\noptions ndots:x\n", "search a.test\noptions ndots:\n", "search a.test\noptions ndots\n",
		"search a.test\noptions ndots 2\n", "search a.test\noptions ndots:99999999999\n",
		"search a.test\noptions ndots:2x\n", "search a.test\noptions ndots: 2\n",
		"options ndots:2\nsearch a.test\n", "options ndots:2\ndomain a.test\n",
		"search a.test\noptions ndots:2\nsearch b.test\n", "search a.test\noptions ndots:2\noptions ndots:1\n",
		"search a.test\noptions ndots:2 ndots:1\n", "search a.test\noptions timeout:3 ndots:2 attempts:2\n",
		"search a.test\noption ndots:2\n", "search a.test\noptions\tndots:2\n", "search a.test\nOPTIONS ndots:2\n",
		"search a.test\noptions NDOTS:2\n", "search a.test\noptions nonsense ndots:2\n",
	};
	struct event_base *base = event_base_new();
	struct fake *fake = fake_new(base);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct evdns_base *dns = parsed(base, DNS_OPTION_SEARCH | DNS_OPTION_MISC, texts[i]);
		say_searched(base, fake, dns);
		evdns_base_free(dns, 0);
	}
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
