// run: once
// A signal interrupts the opening of resolv.conf and of the hosts file: they are read all the same.
#include "resolvconf.h"
#include "system.h"

int main(void)
{
	struct event_base *base = event_base_new();
	struct evdns_base *dns = evdns_base_new(base, 0);

	put_file("hosts", "1.2.3.4 a.hosts.test\n");
	put_file("resolv.conf", "nameserver 1.2.3.4\n");
	system_interrupts = 2;
	SAY("resolv.conf: %d\n", evdns_base_resolv_conf_parse(dns, DNS_OPTION_NAMESERVERS, "/etc/resolv.conf"));
	say_servers(dns);
	system_interrupts = 2;
	SAY("hosts: %d\n", evdns_base_load_hosts(dns, "/etc/hosts"));
	evdns_base_free(dns, 0);
	event_base_free(base);
	return t_result();
}
