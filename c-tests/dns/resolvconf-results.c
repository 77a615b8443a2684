// run: once
// evdns_base_resolv_conf_parse: what it returns, and which name servers are there then.
#include "resolvconf.h"

int main(void)
{
	static const char *const paths[] = { "missing", ".", "missing/resolv.conf", "", NULL, "empty", "comments",
		"server", "search", "nonsense", "large", "huge" };
	static const int flags[] = { 0, DNS_OPTION_SEARCH, DNS_OPTION_NAMESERVERS, DNS_OPTION_MISC,
		DNS_OPTION_NAMESERVERS | DNS_OPTION_NAMESERVERS_NO_DEFAULT, DNS_OPTION_NAMESERVERS_NO_DEFAULT,
		DNS_OPTION_SEARCH | DNS_OPTION_NAMESERVERS | DNS_OPTION_MISC };
	static char text[1100000];
	struct event_base *base = event_base_new();
	put_file("empty", "");
	put_file("comments", "# nameserver 1.2.3.4\n; nameserver 1.2.3.4\n\n");
	put_file("server", "nameserver 1.2.3.4\n");
	put_file("search", "search a.test\noptions ndots:2\n");
	put_file("nonsense", "nameserver\nthis is none\nnameserver x\n");
	memset(text, '#', 70000);
	strcpy(text + 70000, "\nnameserver 1.2.3.4\n");
	put_file("large", text);
	memset(text, '#', 1050000);
	strcpy(text + 1050000, "\nnameserver 1.2.3.4\n");
	put_file("huge", text);
	for (size_t f = 0; f < sizeof flags / sizeof *flags; f++) {
		for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
			struct evdns_base *dns = evdns_base_new(base, 0);
			SAY("flags %d, %s: %d\n", flags[f], paths[i] ? paths[i] : "NULL",
			    evdns_base_resolv_conf_parse(dns, flags[f], paths[i]));
			say_servers(dns);
			evdns_base_free(dns, 0);
		}
	}
	event_base_free(base);
	return t_result();
}
