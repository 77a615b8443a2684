/*
 * Sends its input to a server over TLS, and prints what comes back.
 *
 *   cc -o tls-echo-client tls-echo-client.c -levent_openssl -levent
 *   ./tls-echo-client localhost 7777 ca.pem < file
 *
 * -levent_mbedtls and -levent_rustls do as well. Without the file of authorities, those of the system count. It leaves when as much has
 * come back as it has sent, or with status 1 and the reason when the server is not who it says, or goes away.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_tls.h>
#include <event2/dns.h>
#include <event2/event.h>

#define ENOUGH 65536 /* bytes that wait to be sent */

/* One bufferevent for standard input, which is only read, and one for the connection. */
static struct bufferevent *input, *connection;
static size_t sent, received;
static int input_ended, status;

static void leave(int with_status)
{
	status = with_status;
	event_base_loopbreak(bufferevent_get_base(connection));
}

static void leave_when_done(void)
{
	if (input_ended && received == sent)
		leave(0);
}

static void on_input(struct bufferevent *bev, void *arg)
{
	(void)arg;
	sent += evbuffer_get_length(bufferevent_get_input(bev));
	bufferevent_write_buffer(connection, bufferevent_get_input(bev));
	if (evbuffer_get_length(bufferevent_get_output(connection)) > ENOUGH)
		bufferevent_disable(bev, EV_READ);
}

static void on_input_event(struct bufferevent *bev, short what, void *arg)
{
	(void)bev, (void)what, (void)arg;
	input_ended = 1;
	leave_when_done();
}

static void on_sent(struct bufferevent *bev, void *arg)
{
	(void)bev, (void)arg;
	bufferevent_enable(input, EV_READ);
}

static void on_incoming(struct bufferevent *bev, void *arg)
{
	struct evbuffer *incoming = bufferevent_get_input(bev);

	(void)arg;
	while (evbuffer_get_length(incoming) > 0) {
		int n = evbuffer_write(incoming, STDOUT_FILENO);
		if (n < 0) {
			perror("stdout");
			leave(1);
			return;
		}
		received += (size_t)n;
	}
	leave_when_done();
}

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	char reason[200];

	(void)arg;
	if (what & BEV_EVENT_CONNECTED) {
		bufferevent_enable(input, EV_READ);
		return;
	}
	if (bufferevent_socket_get_dns_error(bev))
		fprintf(stderr, "no such host: %s\n", evutil_gai_strerror(bufferevent_socket_get_dns_error(bev)));
	else if (bufferevent_tls_get_reason(bev, reason, sizeof(reason)) > 0)
		fprintf(stderr, "%s\n", reason);
	leave(1);
}

/* Standard input may be a file, and epoll does not take files: ask for a method that does. */
static struct event_base *base_for_files(void)
{
	struct event_config *config = event_config_new();
	struct event_base *base = NULL;
	if (config && !event_config_require_features(config, EV_FEATURE_FDS))
		base = event_base_new_with_config(config);
	if (config)
		event_config_free(config);
	return base;
}

int main(int argc, char **argv)
{
	struct bufferevent_tls_context *context = bufferevent_tls_context_new_client();
	struct event_base *base = base_for_files();
	struct evdns_base *dns = base ? evdns_base_new(base, EVDNS_BASE_INITIALIZE_NAMESERVERS) : NULL;

	if (argc < 3 || argc > 4) {
		fprintf(stderr, "usage: %s HOST PORT [AUTHORITIES]\n", argv[0]);
		return 2;
	}
	if (!context || !dns)
		return 1;
	if (argc == 4 && bufferevent_tls_context_trust_file(context, argv[3])) {
		fprintf(stderr, "%s: no certificates\n", argv[3]);
		return 1;
	}
	input = bufferevent_socket_new(base, STDIN_FILENO, 0);
	connection = bufferevent_tls_client_new(base, -1, context, argv[1], 0);
	if (!input || !connection)
		return 1;
	bufferevent_setcb(input, on_input, NULL, on_input_event, NULL);
	bufferevent_disable(input, EV_READ | EV_WRITE);
	bufferevent_setcb(connection, on_incoming, on_sent, on_event, NULL);
	bufferevent_enable(connection, EV_READ | EV_WRITE);
	if (!bufferevent_socket_connect_hostname(connection, dns, AF_UNSPEC, argv[1], atoi(argv[2])))
		event_base_dispatch(base);
	bufferevent_free(connection);
	bufferevent_free(input);
	bufferevent_tls_context_free(context);
	evdns_base_free(dns, 0);
	event_base_free(base);
	return status;
}
