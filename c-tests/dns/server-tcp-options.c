// run: once
// on: ours
// evdns_server_port_set_option: for ports on TCP only; how many clients there may be, and how long an idle one stays.
#include "stream.h"

REQUEST(reply)
{
	CHECK(evdns_server_request_respond(req, DNS_ERR_NONE) == 0);
}

static int answered(int fd)
{
	struct message m;
	return ask_tcp(fd, query(&m, "example.com", EVDNS_TYPE_A))->len == m.len;
}

int main(void)
{
	unsigned char c;
	int one, two, three;
	long start;

	serve(reply, NULL);
	SAY("UDP, clients: %d\n", evdns_server_port_set_option(port, EVDNS_SOPT_TCP_MAX_CLIENTS, 5));
	SAY("UDP, timeout: %d\n", evdns_server_port_set_option(port, EVDNS_SOPT_TCP_IDLE_TIMEOUT, 5));
	stop();

	listen_tcp(reply, NULL);
	SAY("no such: %d\n", evdns_server_port_set_option(port, (enum evdns_server_option)2, 5));
	SAY("no such: %d\n", evdns_server_port_set_option(port, (enum evdns_server_option)99, 5));
	SAY("clients: %d\n", evdns_server_port_set_option(port, EVDNS_SOPT_TCP_MAX_CLIENTS, 2));
	one = tcp_client();
	two = tcp_client();
	CHECK(answered(one));
	CHECK(answered(two));
	three = tcp_client();
	SAY("a third: %d\n", read_all(three, &c, 1)); /* closed at once */
	CHECK(answered(one));
	CHECK(answered(two));
	close(three);
	close(two);
	for (int i = 0; i < 5; i++)
		turn();
	two = tcp_client();
	CHECK(answered(two));
	close(two);

	SAY("timeout: %d\n", evdns_server_port_set_option(port, EVDNS_SOPT_TCP_IDLE_TIMEOUT, 1));
	two = tcp_client();
	CHECK(answered(two));
	start = now_ms();
	while (recv(two, &c, 1, 0) < 0 && errno == EAGAIN)
		event_base_loop(base, EVLOOP_ONCE);
	CHECK(now_ms() - start >= 1000 - T_EARLY);
	close(one);
	close(two);
	stop_listening();
	return t_result();
}
