// run: once
// resolv.conf and hosts files: they are read whole, or reading them fails.
#include "kit.h"
#include <event2/dns.h>

static struct event_base *base;

static char *write_file(char *name, const char *text)
{
	int fd = mkstemp(name);
	CHECK(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	close(fd);
	return name;
}

static char *long_hosts(char *name)
{
	static char text[20000];
	char *end = text;
	for (int i = 0; i < 500; i++)
		end += sprintf(end, "10.1.%d.%d host%d\n", i / 256, i % 256, i);
	return write_file(name, text);
}

static void on_found(int result, struct evutil_addrinfo *list, void *arg)
{
	struct sockaddr_in *to = list ? (struct sockaddr_in *)list->ai_addr : NULL;
	CHECK(result == 0 && to && ntohl(to->sin_addr.s_addr) == 0x0a010000u + (unsigned)(intptr_t)arg);
	if (list)
		evutil_freeaddrinfo(list);
}

static void look_up(struct evdns_base *dns, int number)
{
	char name[20];
	struct evutil_addrinfo hints = { .ai_family = AF_INET, .ai_socktype = SOCK_STREAM };
	snprintf(name, sizeof name, "host%d", number);
	evdns_getaddrinfo(dns, name, NULL, &hints, on_found, (void *)(intptr_t)number);
}

/* That a server cannot be used is not told in another way. */
static void on_log(int severity, const char *text)
{
	if (severity == EVENT_LOG_WARN)
		f_failed(text);
}

int main(void)
{
	char hosts[] = "hosts-XXXXXX", conf[] = "conf-XXXXXX";
	struct evdns_base *dns;
	f_begin();
	event_set_log_callback(on_log);
	write_file(conf, "nameserver 127.0.0.1\nnameserver 127.0.0.2\noptions timeout:1\n");
	long_hosts(hosts);
	if (F_WORKS(base = event_base_new())) {
		if (F_WORKS(dns = evdns_base_new(base, EVDNS_BASE_DISABLE_WHEN_INACTIVE))) {
			if (F_WORKS(evdns_base_resolv_conf_parse(dns, DNS_OPTIONS_ALL & ~DNS_OPTION_HOSTSFILE, conf) == 0))
				F_ALL(evdns_base_count_nameservers(dns) == 2);
			if (F_WORKS(evdns_base_load_hosts(dns, hosts) == 0)) {
				for (int i = 0; i < 500; i += 99)
					look_up(dns, i);
			}
			evdns_base_free(dns, 0);
		}
		event_base_free(base);
	}
	unlink(hosts);
	unlink(conf);
	return f_end();
}
