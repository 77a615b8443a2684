// run: once
// on: ours
// The functions of the global resolver with any request for memory refused: what fails says so, each question that was
// taken gets one answer, and nothing is lost.
#include "memory/alloc.h"
#include "gai.h"
#include "bufferevent/kit.h"
#include <event2/dns_compat.h>
#include <event2/event_compat.h>

static int answers;

static void answered(int result, char type, int count, int ttl, void *addresses, void *arg)
{
	answers++;
}

static void may_fail(int result, int wanted) { CHECK(result == wanted || al.failed); }

static void run(void)
{
	struct in_addr in = { htonl(0x7f000001) };
	struct in6_addr in6 = { { { 1 } } };
	long n = al.fail_in;
	int all = al.fail_on, asked = 0;
	al_stop_failing();
	struct event_base *base = event_init();
	al_fail(n, all);
	answers = 0;
	evdns_init();
	/* Without a global resolver, these make one. */
	may_fail(evdns_resolv_conf_parse(DNS_OPTIONS_ALL, "resolv.conf"), 0);
	CHECK(evdns_get_global_base() || al.failed);
	if (evdns_get_global_base()) {
		may_fail(evdns_nameserver_add(htonl(0x7f000001)), 0);
		may_fail(evdns_nameserver_ip_add("127.0.0.2:9"), 0);
		evdns_search_clear();
		evdns_search_add("example.org");
		evdns_search_ndots_set(2);
		may_fail(evdns_set_option("timeout", "1000", DNS_OPTIONS_ALL), 0);
		asked += evdns_resolve_ipv4("a", 0, answered, NULL) == 0;
		asked += evdns_resolve_ipv6("a", 0, answered, NULL) == 0;
		asked += evdns_resolve_reverse(&in, 0, answered, NULL) == 0;
		asked += evdns_resolve_reverse_ipv6(&in6, 0, answered, NULL) == 0;
		CHECK(asked == 4 || al.failed);
		evdns_clear_nameservers_and_suspend();
		evdns_resume();
	}
	evdns_shutdown(1);
	al_stop_failing();
	settle(base);
	CHECK(answers == asked);
	event_base_free(base);
}

int main(void)
{
	al_start();
	put_file("resolv.conf", "search b.test\nnameserver 127.0.0.1:9\n");
	run();
	al_every_failure("the global resolver", run);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
