// run: once
// on: ours
// A resolver's configuration with any request for memory refused: what fails says so, what was there before stays, and
// nothing is lost.
#include "memory/alloc.h"
#include "gai.h"
#include "bufferevent/kit.h"

static struct event_base *base;

/* A call that must return this, or something else for want of memory. */
static void may_fail(int result, int wanted)
{
	CHECK(result == wanted || al.failed);
}

static void run(void)
{
	struct sockaddr_in sin = loopback(54);
	struct evdns_base *dns = evdns_base_new(base, EVDNS_BASE_DISABLE_WHEN_INACTIVE);
	if (!dns) {
		CHECK(al.failed);
		return;
	}
	may_fail(evdns_base_nameserver_ip_add(dns, "127.0.0.1:5353"), 0);
	may_fail(evdns_base_nameserver_ip_add(dns, "[::1]:5353"), 0);
	may_fail(evdns_base_nameserver_sockaddr_add(dns, (struct sockaddr *)&sin, sizeof(sin), 0), 0);
	may_fail(evdns_base_resolv_conf_parse(dns, DNS_OPTIONS_ALL, "resolv.conf"), 0);
	may_fail(evdns_base_load_hosts(dns, "hosts"), 0);
	may_fail(evdns_base_set_option(dns, "bind-to", "127.0.0.1"), 0);
	may_fail(evdns_base_set_option(dns, "ndots", "2"), 0);
	evdns_base_search_clear(dns);
	evdns_base_search_add(dns, "example.org");
	evdns_base_search_add(dns, ".example.net");
	if (!al.failed)
		CHECK(evdns_base_count_nameservers(dns) == 5);
	may_fail(evdns_base_clear_nameservers_and_suspend(dns), 0);
	CHECK(evdns_base_count_nameservers(dns) == 0);
	may_fail(evdns_base_nameserver_ip_add(dns, "127.0.0.1:5353"), 0);
	may_fail(evdns_base_resume(dns), 0);
	al_stop_failing();
	CHECK(evdns_base_nameserver_ip_add(dns, "127.0.0.3") == 0);
	CHECK(evdns_base_load_hosts(dns, "hosts") == 0);
	evdns_base_free(dns, 0);
	settle(base);
}

int main(void)
{
	al_start();
	put_file("resolv.conf", "domain a.test\nsearch b.test c.test d.test\nnameserver 127.0.0.1\n"
	    "nameserver 127.0.0.2:54\noptions ndots:3 timeout:2 attempts:4\n");
	put_file("hosts", "1.1.1.1 one.test one\n::1 two.test\n");
	base = event_base_new();
	run();
	al_every_failure("configuration", run);
	event_base_free(base);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
