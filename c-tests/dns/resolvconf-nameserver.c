// run: once
// Name servers in resolv.conf: the lines, the addresses, and asking for them.
#include "resolvconf.h"

int main(void)
{
	static const char *const texts[] = {
		"nameserver 1.2.3.4\n", "nameserver 1.2.3.4", "nameserver\t1.2.3.4\n", "nameserver   1.2.3.4   \n",
		" nameserver 1.2.3.4\n", "\tnameserver 1.2.3.4\n", "NAMESERVER 1.2.3.4\n", "Nameserver 1.2.3.4\n",
		"nameserver 1.2.3.4\r\n", "nameserver 1.2.3.4\r\nnameserver 5.6.7.8\r\n", "nameserver 1.2.3.4\rnameserver 5.6.7.8\n",
		"nameserver 1.2.3.4 5.6.7.8\n", "nameserver 1.2.3.4 # comment\n", "nameserver 1.2.3.4#comment\n",
		"nameserver 1.2.3.4;comment\n", "#nameserver 1.2.3.4\n", "# nameserver 1.2.3.4\n", ";nameserver 1.2.3.4\n",
		"nameserver:1.2.3.4\n", "nameserver1.2.3.4\n", "nameservers 1.2.3.4\n", "nameserve 1.2.3.4\n",
		"nameserver 1.2.3.4:5353\n", "nameserver 1.2.3.4:0\n", "nameserver 1.2.3.4:65535\n",
		"nameserver 1.2.3.4:65536\n", "nameserver 1.2.3.4:\n", "nameserver 1::2\n", "nameserver [1::2]\n",
		"nameserver [1::2]:5353\n", "nameserver [1::2\n", "nameserver ::1\n", "nameserver fe80::1%lo\n",
		"nameserver [fe80::1%lo]:5353\n", "nameserver fe80::1%nosuch\n", "nameserver fe80::1\n",
		"nameserver ::ffff:1.2.3.4\n", "nameserver localhost\n", "nameserver 1.2.3\n", "nameserver 256.1.1.1\n",
		"nameserver 1.2.3.4.5\n", "nameserver 0.0.0.0\n", "nameserver ::\n", "nameserver 255.255.255.255\n",
		"nameserver 224.0.0.1\n", "nameserver\n", "nameserver \n", "nameserver\n1.2.3.4\n",
		"nameserver 1.2.3.4\nnameserver 1.2.3.4\n", "nameserver 1.2.3.4\nnameserver 1.2.3.4:53\n",
		"nameserver 1.2.3.4\nnameserver 1.2.3.4:54\n", "nameserver 1::2\nnameserver [1::2]\n",
		"nameserver bad\nnameserver 1.2.3.4\n", "nameserver 1.2.3.4\nnameserver bad\n",
		"\n\nnameserver 1.2.3.4\n\n\nnameserver 5.6.7.8\n\n",
		"nameserver 1.1.1.1\nnameserver 2.2.2.2\nnameserver 3.3.3.3\nnameserver 4.4.4.4\nnameserver 5.5.5.5\n",
		"search a.test\nnameserver 1.2.3.4\noptions ndots:1\nnameserver 5.6.7.8\n",
		"nameserver 1.2.3.4\vnameserver 5.6.7.8\n", "nameserver\v1.2.3.4\n",
	};
	struct event_base *base = event_base_new();
	struct evdns_base *dns;
	struct sockaddr_storage any;
	char many[2000] = "";
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		dns = parsed(base, DNS_OPTION_NAMESERVERS, texts[i]);
		say_servers(dns);
		evdns_base_free(dns, 0);
	}
	for (int i = 1; i <= 50; i++)
		sprintf(many + strlen(many), "nameserver 10.0.0.%d\n", i);
	dns = parsed(base, DNS_OPTION_NAMESERVERS, many);
	say_servers(dns);

	/* Once more: those that are there stay. */
	put_file("resolv.conf", "nameserver 10.0.0.51\nnameserver 10.0.0.2\n");
	SAY("again: %d\n", evdns_base_resolv_conf_parse(dns, DNS_OPTION_NAMESERVERS, "resolv.conf"));
	say_servers(dns);
	evdns_base_free(dns, 0);

	dns = parsed(base, DNS_OPTION_NAMESERVERS, "nameserver 1.2.3.4\nnameserver 1::2\n");
	SAY("%d", evdns_base_get_nameserver_addr(dns, 2, (struct sockaddr *)&any, sizeof any));
	SAY(" %d", evdns_base_get_nameserver_addr(dns, 100, (struct sockaddr *)&any, sizeof any));
	for (int i = 0; i < 2; i++) {
		memset(&any, 0, sizeof any);
		SAY(" %d", evdns_base_get_nameserver_addr(dns, i, (struct sockaddr *)&any, 2));
		SAY(" %d", evdns_base_get_nameserver_addr(dns, i, (struct sockaddr *)&any, 15));
		CHECK(any.ss_family == 0);
		SAY(" %d", evdns_base_get_nameserver_addr(dns, i, (struct sockaddr *)&any, 16));
		SAY(" %d", evdns_base_get_nameserver_addr(dns, i, (struct sockaddr *)&any, 27));
		SAY(" %d\n", evdns_base_get_nameserver_addr(dns, i, (struct sockaddr *)&any, 28));
	}
	evdns_base_free(dns, 0);
	event_base_free(base);
	return t_result();
}
