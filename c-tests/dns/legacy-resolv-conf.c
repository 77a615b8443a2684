// run: once
// evdns_resolv_conf_parse with files of the test's own.
#include "fake.h"
#include <event2/dns_compat.h>
#include <event2/event_compat.h>

static void try(const char *text, int flags)
{
	char name[] = "resolv.conf-XXXXXX";
	int fd = mkstemp(name);
	CHECK(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	close(fd);
	SAY("flags %d: %d", flags, evdns_resolv_conf_parse(flags, name));
	SAY(", %d servers\n", evdns_count_nameservers());
	unlink(name);
}

static void fresh(void)
{
	evdns_shutdown(0);
	CHECK(evdns_get_global_base() == NULL);
}

int main(void)
{
	static const char usual[] = "nameserver 127.0.0.1\nnameserver 127.0.0.2\nsearch one.test\noptions ndots:2\n";

	base = event_init();
	SAY("no file: %d", evdns_resolv_conf_parse(DNS_OPTION_SEARCH, "no-such-file"));
	SAY(", global: %d\n", evdns_get_global_base() != NULL);
	fresh();
	try(usual, DNS_OPTIONS_ALL & ~DNS_OPTION_HOSTSFILE);
	try(usual, DNS_OPTION_NAMESERVERS);
	fresh();
	try(usual, DNS_OPTION_SEARCH | DNS_OPTION_MISC);
	fresh();
	try("", DNS_OPTION_NAMESERVERS);
	fresh();
	try("", DNS_OPTION_NAMESERVERS | DNS_OPTION_NAMESERVERS_NO_DEFAULT);
	fresh();
	event_base_free(base);
	return t_result();
}
