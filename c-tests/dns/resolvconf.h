/* Reading a resolv.conf, and what shows of it. */
#ifndef RESOLVCONF_H
#define RESOLVCONF_H

#include "gai.h"
#include <sys/utsname.h>

/* The machine's name, whose domain may become the search list. */
static const char *host_name = "machine";

int gethostname(char *name, size_t size)
{
	snprintf(name, size, "%s", host_name);
	return 0;
}

int uname(struct utsname *names)
{
	memset(names, 0, sizeof *names);
	return gethostname(names->nodename, sizeof names->nodename);
}

/* Prints the name servers of DNS. */
T_UNUSED static void say_servers(struct evdns_base *dns)
{
	int count = evdns_base_count_nameservers(dns);
	SAY(" servers %d:", count);
	for (int i = 0; i < count; i++) {
		struct sockaddr_storage any;
		char text[INET6_ADDRSTRLEN];
		int len = evdns_base_get_nameserver_addr(dns, i, (struct sockaddr *)&any, sizeof any);
		const struct sockaddr_in *in = (struct sockaddr_in *)&any;
		const struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&any;
		if (!CHECK(len == (any.ss_family == AF_INET ? (int)sizeof *in : (int)sizeof *in6)))
			return;
		SAY(" %s port %d", inet_ntop(any.ss_family, any.ss_family == AF_INET ?
		    (const void *)&in->sin_addr : &in6->sin6_addr, text, sizeof text), ntohs(in->sin_port));
		if (any.ss_family == AF_INET6 && in6->sin6_scope_id)
			SAY(" scoped");
	}
	SAY("\n");
}

/* A resolver that has read TEXT as its resolv.conf. Prints what the parser returned. */
T_UNUSED static struct evdns_base *parsed(struct event_base *base, int flags, const char *text)
{
	struct evdns_base *dns = evdns_base_new(base, 0);
	put_file("resolv.conf", text);
	SAY("flags %d, %d:", flags, evdns_base_resolv_conf_parse(dns, flags, "resolv.conf"));
	for (size_t i = 0; text[i] && i < 120; i++)
		SAY(text[i] < ' ' ? "<%d>" : "%c", text[i]);
	SAY("\n");
	return dns;
}

/* Lets FAKE be the only name server of DNS, and looks names up with one, two and no dots: none of them exists. */
T_UNUSED static void say_searched(struct event_base *base, struct fake *fake, struct evdns_base *dns)
{
	static const char *const names[] = { "zero", "o.ne", "t.w.o" };
	struct evutil_addrinfo hints = gai_hints(AF_INET, 0);
	CHECK(evdns_base_clear_nameservers_and_suspend(dns) == 0);
	fake_serve(fake, dns);
	CHECK(evdns_base_resume(dns) == 0);
	for (int i = 0; i < 3; i++) {
		struct gai gai = { 0 };
		CHECK(evdns_getaddrinfo(dns, names[i], "80", &hints, gai_done, &gai) != NULL);
		while (!gai.calls && CHECK(event_base_loop(base, EVLOOP_ONCE) == 0))
			;
		CHECK(gai.result == EVUTIL_EAI_NONAME);
		SAY(" %s:%s\n", names[i], fake->log[A]);
		fake->log[A][0] = 0;
	}
}

#endif
