// run: once
// evdns_base_new reads the system's resolv.conf and hosts file if it is told to; evdns_resolv_conf_parse reads one for
// the resolver of the program's only event base.
#include "resolvconf.h"
#include "system.h"
#include <event2/dns_compat.h>
#include <event2/event_compat.h>
#include <sys/stat.h>

static struct event_base *base;

static void try(int flags)
{
	struct evdns_base *dns = evdns_base_new(base, flags);
	struct gai gai = { 0 };
	SAY("flags %x: %s\n", flags, dns ? "there" : "NULL");
	if (!dns)
		return;
	say_servers(dns);
	CHECK(evdns_base_clear_nameservers_and_suspend(dns) == 0); /* these are not to be asked */
	evdns_getaddrinfo(dns, "a.hosts.test", "80", NULL, gai_done, &gai);
	SAY(" a.hosts.test: ");
	gai_say(&gai);
	evdns_base_free(dns, 0);
}

int main(void)
{
	static const int flags[] = { 0, EVDNS_BASE_INITIALIZE_NAMESERVERS, EVDNS_BASE_NAMESERVERS_NO_DEFAULT,
		EVDNS_BASE_INITIALIZE_NAMESERVERS | EVDNS_BASE_NAMESERVERS_NO_DEFAULT,
		EVDNS_BASE_INITIALIZE_NAMESERVERS | EVDNS_BASE_DISABLE_WHEN_INACTIVE, EVDNS_BASE_DISABLE_WHEN_INACTIVE, 2, 0x40000 };
	base = event_init();
	for (int files = 0; files < 5; files++) {
		static const char *const names[] = { "a name server", "no name server", "empty", "a directory", "none" };
		SAY("resolv.conf: %s\n", names[files]);
		put_file("hosts", "1.2.3.4 a.hosts.test\n");
		remove("resolv.conf");
		if (files < 3)
			put_file("resolv.conf", files == 0 ? "nameserver 1.2.3.4\n" : files == 1 ? "search a.test\n" : "");
		if (files == 3)
			CHECK(mkdir("resolv.conf", 0700) == 0);
		for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
			try(flags[i]);
	}

	put_file("resolv.conf", "nameserver 1.2.3.4\nnameserver 5.6.7.8\n");
	SAY("the only base: %d\n", evdns_resolv_conf_parse(DNS_OPTION_NAMESERVERS, "resolv.conf"));
	say_servers(evdns_get_global_base());
	SAY("a missing file: %d\n", evdns_resolv_conf_parse(DNS_OPTION_NAMESERVERS, "missing"));
	say_servers(evdns_get_global_base());
	gai_look_up(base, NULL, "1.2.3.4", "80", NULL);
	evdns_shutdown(0);
	event_base_free(base);
	return t_result();
}
