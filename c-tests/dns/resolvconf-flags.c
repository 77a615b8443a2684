// run: once
// evdns_base_resolv_conf_parse: every set of flags, and what of a file each takes; the hosts file comes with
// DNS_OPTION_HOSTSFILE, even if there is no resolv.conf.
#include "resolvconf.h"
#include "system.h"

static struct event_base *base;
static struct fake *fake;

static void show(struct evdns_base *dns)
{
	struct gai gai = { 0 };
	say_servers(dns);
	CHECK(evdns_base_clear_nameservers_and_suspend(dns) == 0); /* these are not to be asked */
	evdns_getaddrinfo(dns, "a.hosts.test", "80", NULL, gai_done, &gai);
	SAY(" a.hosts.test: ");
	gai_say(&gai);
	evdns_getaddrinfo(dns, "localhost", "80", NULL, gai_done, &gai);
	SAY(" localhost: ");
	gai_say(&gai);
	evdns_base_free(dns, 0);
	gai_settle(base);
	CHECK(gai.calls == 0);
}

int main(void)
{
	static const char *const paths[] = { "resolv.conf", "missing", NULL };
	base = event_base_new();
	fake = fake_new(base);
	put_file("hosts", "1.2.3.4 a.hosts.test\n");
	for (int flags = 0; flags < 32; flags++) {
		struct evdns_base *dns;
		/* The one that is not written is DNS_OPTION_HOSTSFILE: it needs no line. */
		dns = parsed(base, flags, "nameserver 1.2.3.4\nsearch a.test\noptions ndots:2\n");
		say_searched(base, fake, dns);
		evdns_base_free(dns, 0);
		for (int i = 0; i < 3; i++) {
			dns = evdns_base_new(base, 0);
			SAY("flags %d, %s: %d\n", flags, paths[i] ? paths[i] : "NULL",
			    evdns_base_resolv_conf_parse(dns, flags, paths[i]));
			show(dns);
		}
	}
	CHECK(remove("hosts") == 0);
	for (int i = 0; i < 3; i++) {
		struct evdns_base *dns = evdns_base_new(base, 0);
		SAY("no hosts file, %s: %d\n", paths[i] ? paths[i] : "NULL",
		    evdns_base_resolv_conf_parse(dns, DNS_OPTIONS_ALL, paths[i]));
		show(dns);
	}
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
