// run: once
// Server ports: made, with flags that do not exist, on a descriptor that is none, without a base by the old function;
// each keeps the loop going until it is closed, and closing closes its socket.
#include "raw.h"
#include <event2/dns_compat.h>
#include <event2/event_compat.h>

static int is_open(int fd) { return fcntl(fd, F_GETFD) >= 0; }

REQUEST(refuse)
{
	CHECK(evdns_server_request_respond(req, DNS_ERR_REFUSED) == 0);
	if (arg)
		SAY("request to the %s\n", (const char *)arg);
}

static void closed(void)
{
	CHECK(is_open(server));
	CHECK(event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED) == 1);
	evdns_close_server_port(port);
	port = NULL;
	CHECK(!is_open(server));
	CHECK(event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED) == 0);
	CHECK(event_base_dispatch(base) == 1);
	stop();
}

int main(void)
{
	struct message m;
	int fd;

	/* The old function uses the base that event_init made last. */
	base = event_init();
	server = udp_socket();
	client = udp_socket();
	CHECK(connect_to(client, port_of(server)) == 0);
	port = evdns_add_server_port(server, 0, on_request, "old port");
	server_cb = refuse;
	if (CHECK(port != NULL))
		say_header(ask(query(&m, "example.com", EVDNS_TYPE_A)));
	closed();

	serve(refuse, "new port");
	say_header(ask(query(&m, "example.com", EVDNS_TYPE_A)));
	closed();

	base = event_base_new();
	fd = udp_socket();
	CHECK(evdns_add_server_port_with_base(base, fd, 1, refuse, NULL) == NULL);
	CHECK(evdns_add_server_port_with_base(base, fd, 0x8000, refuse, NULL) == NULL);
	CHECK(is_open(fd));
	close(fd);
	event_base_free(base);
	return t_result();
}
