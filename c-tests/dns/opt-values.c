// run: once
// evdns_base_set_option: what each option takes and refuses, with and without the colon.
#include "fake.h"

static void on_log(int severity, const char *text) {}

int main(void)
{
	static const char *const options[] = { "ndots", "timeout", "getaddrinfo-allow-skew", "max-timeouts",
		"max-inflight", "attempts", "randomize-case", "bind-to", "initial-probe-timeout", "so-rcvbuf",
		"so-sndbuf" };
	static const char *const values[] = { "1", "0", "15", "255", "256", "1000", "65535", "65536", "4000000", "-1", "",
		" ", "x", "1x", "1 ", " 1", "0x10", "1.5", "0.001", "0.0001", "0.0", "1e1", ".5", "-0.5",
		"127.0.0.1", "127.0.0.1:0", "[::1]:0", "::1", "127.0.0" };
	static const char *const unknown[] = { "", ":", "nothing", "nothing:", "ndot", "ndots::", "ndotsx", "ndots:1",
		"Ndots", "NDOTS:", " ndots", "timeout :", "attempts:3", "max-timeout", "nameserver", "search" };

	event_set_log_callback(on_log);
	base = event_base_new();
	for (unsigned i = 0; i < sizeof(options) / sizeof(*options); i++) {
		dns = evdns_base_new(base, 0);
		SAY("%s takes:", options[i]);
		for (unsigned k = 0; k < sizeof(values) / sizeof(*values); k++) {
			char colon[40];
			int plain = evdns_base_set_option(dns, options[i], values[k]);
			sprintf(colon, "%s:", options[i]);
			CHECK(plain == 0 || plain == -1);
			if (plain == 0)
				SAY(" \"%s\"", values[k]);
			CHECK(evdns_base_set_option(dns, colon, values[k]) == plain);
		}
		evdns_base_free(dns, 0);
		SAY("\n");
	}
	SAY("unknown\n");
	dns = evdns_base_new(base, 0);
	for (unsigned i = 0; i < sizeof(unknown) / sizeof(*unknown); i++) {
		SAY("  \"%s\": 1 %d", unknown[i], evdns_base_set_option(dns, unknown[i], "1"));
		SAY(", x %d\n", evdns_base_set_option(dns, unknown[i], "x"));
	}
	evdns_base_free(dns, 0);
	event_base_free(base);
	return t_result();
}
