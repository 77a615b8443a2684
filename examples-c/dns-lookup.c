/*
 * Asks a name server for records of any type, and prints them.
 *
 *   cc -o dns-lookup dns-lookup.c -levent
 *   ./dns-lookup 127.0.0.1:53 mx example.com example.org
 *
 * event2/dns_record.h is an addition: libevent itself asks for addresses and names of addresses only.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include <event2/dns.h>
#include <event2/dns_record.h>
#include <event2/event.h>

static const struct {
	const char *name;
	int type;
} types[] = {
	{"a", EVDNS_TYPE_A}, {"aaaa", EVDNS_TYPE_AAAA}, {"ns", EVDNS_TYPE_NS}, {"cname", EVDNS_TYPE_CNAME},
	{"soa", EVDNS_TYPE_SOA}, {"ptr", EVDNS_TYPE_PTR}, {"mx", EVDNS_TYPE_MX}, {"txt", EVDNS_TYPE_TXT},
	{"srv", EVDNS_TYPE_SRV}, {"caa", EVDNS_TYPE_CAA}, {"any", EVDNS_QTYPE_ALL},
};

static void print_texts(const struct evdns_record_txt *txt)
{
	const unsigned char *at = txt->strings;
	int i;
	for (i = 0; i < txt->count; i++) {
		printf(" \"%.*s\"", *at, (const char *)at + 1);
		at += 1 + *at;
	}
}

static void print_record(const struct evdns_record *record)
{
	const union evdns_record_data *data = &record->data;
	char text[INET6_ADDRSTRLEN];

	printf("%s %u", *record->name ? record->name : ".", record->ttl);
	switch (record->type) {
	case EVDNS_TYPE_A:
		printf(" A %s", inet_ntop(AF_INET, data->a, text, sizeof(text)));
		break;
	case EVDNS_TYPE_AAAA:
		printf(" AAAA %s", inet_ntop(AF_INET6, data->aaaa, text, sizeof(text)));
		break;
	case EVDNS_TYPE_NS:
		printf(" NS %s", data->name);
		break;
	case EVDNS_TYPE_CNAME:
		printf(" CNAME %s", data->name);
		break;
	case EVDNS_TYPE_PTR:
		printf(" PTR %s", data->name);
		break;
	case EVDNS_TYPE_SOA:
		printf(" SOA %s %s %u %u %u %u %u", data->soa.server, data->soa.mailbox, data->soa.serial,
		    data->soa.refresh, data->soa.retry, data->soa.expire, data->soa.minimum);
		break;
	case EVDNS_TYPE_MX:
		printf(" MX %d %s", data->mx.preference, data->mx.exchange);
		break;
	case EVDNS_TYPE_TXT:
		printf(" TXT");
		print_texts(&data->txt);
		break;
	case EVDNS_TYPE_SRV:
		printf(" SRV %d %d %d %s", data->srv.priority, data->srv.weight, data->srv.port, data->srv.target);
		break;
	case EVDNS_TYPE_CAA:
		printf(" CAA %d %.*s \"%.*s\"", data->caa.flags, data->caa.tag_len, data->caa.tag, data->caa.value_len,
		    data->caa.value);
		break;
	default:
		printf(" type %d, %lu bytes", record->type, (unsigned long)record->raw_len);
	}
	printf("\n");
}

static void on_records(int result, int count, const struct evdns_record *records, void *name)
{
	int i;
	if (result != DNS_ERR_NONE)
		printf("%s: %s\n", (const char *)name, evdns_err_to_string(result));
	for (i = 0; i < count; i++)
		print_record(&records[i]);
}

int main(int argc, char **argv)
{
	struct event_base *base = event_base_new();
	struct evdns_base *dns;
	int i, type = -1;

	for (i = 0; argc > 3 && i < (int)(sizeof(types) / sizeof(types[0])); i++)
		if (!strcasecmp(types[i].name, argv[2]))
			type = types[i].type;
	if (argc > 3 && type < 0)
		type = atoi(argv[2]);
	if (type <= 0 || !base) {
		fprintf(stderr, "usage: %s SERVER[:PORT] TYPE NAME...\n", argv[0]);
		return 2;
	}
	/* With this flag the loop ends when all answers have come. */
	dns = evdns_base_new(base, EVDNS_BASE_DISABLE_WHEN_INACTIVE);
	if (!dns || evdns_base_nameserver_ip_add(dns, argv[1]) != 0)
		return 1;
	for (i = 3; i < argc; i++)
		if (!evdns_base_resolve_record(dns, argv[i], type, 0, on_records, argv[i]))
			printf("%s: not a name\n", argv[i]);
	event_base_dispatch(base);
	evdns_base_free(dns, 1);
	event_base_free(base);
	return 0;
}
