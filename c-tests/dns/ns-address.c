// run: once
// evdns_base_get_nameserver_addr: the order of the servers, room that is too small, indexes that there are not.
#include "fake.h"

static void say_all(int n)
{
	SAY("%d:", n);
	for (int i = 0; i < n + 1; i++) {
		struct sockaddr_storage any;
		char text[80];
		int len;
		memset(&any, 0, sizeof(any));
		len = evdns_base_get_nameserver_addr(dns, i, (struct sockaddr *)&any, sizeof(any));
		if (len < 0)
			SAY(" %d", len);
		else
			SAY(" %d %s:%d", len, evutil_inet_ntop(any.ss_family, any.ss_family == AF_INET ?
			    (void *)&((struct sockaddr_in *)&any)->sin_addr :
			    (void *)&((struct sockaddr_in6 *)&any)->sin6_addr, text, sizeof(text)),
			    ntohs(((struct sockaddr_in *)&any)->sin_port));
	}
	SAY("\n");
}

int main(void)
{
	static const char *const servers[] = { "127.0.0.1:1001", "127.0.0.1:1002", "[::1]:1003", "127.0.0.2",
		"[fe80::1%lo]:1005" };
	struct sockaddr_in6 sin6;
	struct sockaddr *sa = (struct sockaddr *)&sin6;

	base = event_base_new();
	dns = evdns_base_new(base, 0);
	say_all(0);
	for (int i = 0; i < 5; i++) {
		CHECK(evdns_base_nameserver_ip_add(dns, servers[i]) == 0);
		say_all(i + 1);
	}
	SAY("-1: %d\n", evdns_base_get_nameserver_addr(dns, -1, sa, sizeof(sin6)));
	SAY("100: %d\n", evdns_base_get_nameserver_addr(dns, 100, sa, sizeof(sin6)));
	for (int i = 0; i < 2; i++) {
		memset(&sin6, 77, sizeof(sin6));
		SAY("%d with no room: %d", i, evdns_base_get_nameserver_addr(dns, i, NULL, 0));
		SAY(", with %d bytes: %d", 15, evdns_base_get_nameserver_addr(dns, i, sa, 15));
		CHECK(sin6.sin6_family == 77 * 257);
		SAY(", with %d bytes: %d\n", 27, evdns_base_get_nameserver_addr(dns, i, sa, 27));
		CHECK((sin6.sin6_family == AF_INET) == (i == 0));
	}
	CHECK(evdns_base_get_nameserver_addr(dns, 1, sa, sizeof(sin6)) == sizeof(sin6));
	SAY("scope: %d\n", sin6.sin6_scope_id == 1);
	evdns_base_clear_nameservers_and_suspend(dns);
	say_all(0);
	evdns_base_free(dns, 0);
	event_base_free(base);
	return t_result();
}
