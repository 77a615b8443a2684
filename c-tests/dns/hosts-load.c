// run: once
// evdns_base_load_hosts: what it returns, and which names are there then.
#include "gai.h"

int main(void)
{
	static const char *const paths[] = { NULL, "missing", ".", "missing/hosts", "empty", "comments", "some",
		"bad", "half-bad", "big" };
	struct event_base *base = event_base_new();
	struct fake *fake = fake_new(base);
	put_file("empty", "");
	put_file("comments", "# 1.2.3.4 a.test\n\n");
	put_file("some", "1.2.3.4 a.test\n1::2 a.test\n");
	put_file("bad", "this is no hosts file\n");
	put_file("half-bad", "1.2.3.4 a.test\n1.2.3 b.test\n5.6.7.8 c.test\n");
	{
		static char big[200000];
		int len = 0;
		for (int i = 0; i < 6000; i++)
			len += sprintf(big + len, "10.0.%d.%d host%d.test\n", i / 256, i % 256, i);
		put_file("big", big);
	}
	for (int i = 0; i < 10; i++) {
		struct evdns_base *dns = fake_resolver(base, fake);
		SAY("%s: %d\n", paths[i] ? paths[i] : "NULL", evdns_base_load_hosts(dns, paths[i]));
		gai_look_up(base, dns, "localhost", "80", NULL);
		gai_look_up(base, dns, "a.test", "80", NULL);
		gai_look_up(base, dns, "b.test", "80", NULL);
		gai_look_up(base, dns, "c.test", "80", NULL);
		gai_look_up(base, dns, "host0.test", "80", NULL);
		gai_look_up(base, dns, "host2999.test", "80", NULL);
		gai_look_up(base, dns, "host5999.test", "80", NULL);
		evdns_base_free(dns, 1);
	}
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
