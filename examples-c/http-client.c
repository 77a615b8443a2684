/*
 * Asks HTTP servers.
 *
 *   cc -o http-client http-client.c -levent
 *   ./http-client http://127.0.0.1:8080/hello
 *   ./http-client -d 'a=b' http://127.0.0.1:8080/echo
 *   ./http-client -I http://127.0.0.1:8080/
 *
 * All URLs are asked for, those of one server one after the other over one connection, which is kept. Bodies go to the standard output
 * as they come, statuses to the standard error. The exit status is 1 if something could not be had.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/dns.h>
#include <event2/event.h>
#include <event2/http.h>

/* What all requests have in common. */
static struct {
	struct event_base *base;
	struct evdns_base *dns;
	enum evhttp_cmd_type method;
	const char *data;
	int left, failed;
} all = {.method = EVHTTP_REQ_GET};

/* A part of a body has come. */
static void part_came(struct evhttp_request *req, void *url)
{
	(void)url;
	fflush(stdout);
	evbuffer_write(evhttp_request_get_input_buffer(req), STDOUT_FILENO);
}

static void failed(enum evhttp_request_error error, void *url)
{
	static const char *const reasons[] = {"it took too long", "the connection ended", "the response makes no sense", "reading or writing failed",
		"cancelled", "the response is too large"};

	fprintf(stderr, "%s: %s\n", (const char *)url, error < sizeof(reasons) / sizeof(*reasons) ? reasons[error] : "failed");
}

/* A request is done, or has failed: then there is none, or it has no status. */
static void done(struct evhttp_request *req, void *url)
{
	int status = req ? evhttp_request_get_response_code(req) : 0;

	if (req && !status)
		fprintf(stderr, "%s: no connection\n", (const char *)url);
	if (status)
		fprintf(stderr, "%s: %d %s\n", (const char *)url, status, evhttp_request_get_response_code_line(req));
	if (status < 200 || status > 299)
		all.failed = 1;
	if (--all.left == 0)
		event_base_loopbreak(all.base);
}

/* Asks for a URL over a connection, or over a new one if the server is another. */
static struct evhttp_connection *ask(struct evhttp_connection *conn, struct evhttp_uri *uri, const char *url)
{
	const char *host = evhttp_uri_get_host(uri), *path = evhttp_uri_get_path(uri), *query = evhttp_uri_get_query(uri);
	int port = evhttp_uri_get_port(uri) > 0 ? evhttp_uri_get_port(uri) : 80;
	struct evhttp_request *req = evhttp_request_new(done, (void *)url);
	char target[4096], authority[300];

	if (!conn)
		conn = evhttp_connection_base_new(all.base, all.dns, host, (unsigned short)port);
	if (!conn || !req)
		abort();
	snprintf(target, sizeof(target), "%s%s%s", path && *path ? path : "/", query ? "?" : "", query ? query : "");
	snprintf(authority, sizeof(authority), port == 80 ? "%s" : "%s:%d", host, port);
	evhttp_add_header(evhttp_request_get_output_headers(req), "Host", authority);
	if (all.data)
		evbuffer_add(evhttp_request_get_output_buffer(req), all.data, strlen(all.data));
	evhttp_request_set_chunked_cb(req, part_came);
	evhttp_request_set_error_cb(req, failed);
	all.left++;
	if (evhttp_make_request(conn, req, all.method, target)) {
		all.left--;
		all.failed = 1;
		fprintf(stderr, "%s: cannot be asked for\n", url);
	}
	return conn;
}

static int same_server(const struct evhttp_uri *a, const struct evhttp_uri *b)
{
	return !strcmp(evhttp_uri_get_host(a), evhttp_uri_get_host(b)) && evhttp_uri_get_port(a) == evhttp_uri_get_port(b);
}

int main(int argc, char **argv)
{
	struct evhttp_connection **conns;
	struct evhttp_uri **uris;
	int option, n;

	while ((option = getopt(argc, argv, "Id:")) != -1) {
		if (option == 'I')
			all.method = EVHTTP_REQ_HEAD;
		else if (option == 'd')
			all.method = EVHTTP_REQ_POST, all.data = optarg;
		else
			return 2;
	}
	n = argc - optind;
	if (n < 1) {
		fprintf(stderr, "usage: %s [-I] [-d DATA] http://HOST[:PORT]/PATH...\n", argv[0]);
		return 2;
	}
	all.base = event_base_new();
	all.dns = all.base ? evdns_base_new(all.base, EVDNS_BASE_INITIALIZE_NAMESERVERS | EVDNS_BASE_DISABLE_WHEN_INACTIVE) : NULL;
	conns = calloc((size_t)n, sizeof(*conns));
	uris = calloc((size_t)n, sizeof(*uris));
	if (!all.base || !all.dns || !conns || !uris)
		return 1;
	for (int i = 0; i < n; i++) {
		const char *url = argv[optind + i];
		struct evhttp_connection *conn = NULL;

		uris[i] = evhttp_uri_parse(url);
		if (!uris[i] || !evhttp_uri_get_host(uris[i]) || strcmp(evhttp_uri_get_scheme(uris[i]), "http")) {
			fprintf(stderr, "%s: not a URL of HTTP\n", url);
			return 2;
		}
		for (int j = 0; j < i && !conn; j++)
			if (same_server(uris[j], uris[i]))
				conn = conns[j];
		conns[i] = ask(conn, uris[i], url);
		if (conn)
			conns[i] = conn;
	}
	if (all.left > 0)
		event_base_dispatch(all.base);
	for (int i = 0; i < n; i++) {
		int known = 0;

		for (int j = 0; j < i; j++)
			known |= conns[j] == conns[i];
		if (!known)
			evhttp_connection_free(conns[i]);
	}
	for (int i = 0; i < n; i++)
		evhttp_uri_free(uris[i]);
	evdns_base_free(all.dns, 0);
	event_base_free(all.base);
	free(conns);
	free(uris);
	return all.failed;
}
