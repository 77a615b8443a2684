// run: once
// Requests that arrive in two parts, cut at every byte, get the same answer as whole ones.
#include "serve.h"

static char seen[4000];

static void note(struct evhttp_request *req, void *arg)
{
	struct evbuffer *body = evhttp_request_get_input_buffer(req);
	struct evkeyval *it;
	int len = strlen(seen);
	len += snprintf(seen + len, sizeof(seen) - len, "[%d %s", evhttp_request_get_command(req), evhttp_request_get_uri(req));
	for (it = evhttp_request_get_input_headers(req)->tqh_first; it; it = it->next.tqe_next)
		len += snprintf(seen + len, sizeof(seen) - len, " %s=%s", it->key, it->value);
	snprintf(seen + len, sizeof(seen) - len, " %.*s]", (int)evbuffer_get_length(body), (char *)evbuffer_pullup(body, -1));
	evhttp_send_reply(req, 200, "OK", body);
}

static const char *const requests[] = {
	"GET /a HTTP/1.1\r\nHost: h\r\nX: y\r\n z\r\n\r\n",
	"GET /a HTTP/1.0\nHost: h\n\n",
	"POST /a HTTP/1.1\r\nContent-Length: 5\r\n\r\nabcde",
	"POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
	"POST /1 HTTP/1.1\r\nContent-Length: 1\r\n\r\naGET /2 HTTP/1.1\r\n\r\nGET /3 HTTP/1.1\r\nConnection: close\r\n\r\n",
	"GET /a HTTP/9.1\r\n\r\n",
	"GET /a HTTP/1.1\r\nbad\r\n\r\n",
	"FOO /a HTTP/1.1\r\n\r\n",
	"POST /a HTTP/1.1\r\nContent-Length: x\r\n\r\n",
};

int main(void)
{
	serve(note, NULL);
	for (unsigned i = 0; i < sizeof(requests) / sizeof(*requests); i++) {
		char whole[4000], whole_seen[4000];
		int len = strlen(requests[i]), closed;
		seen[0] = 0;
		connect_client();
		client_send(requests[i], len);
		hide_dates(reply);
		strcpy(whole, reply);
		strcpy(whole_seen, seen);
		closed = client_closed;
		client_close();
		SAY("%s\n", shown(whole_seen));
		for (int cut = 1; cut < len; cut++) {
			seen[0] = 0;
			connect_client();
			client_send(requests[i], cut);
			client_send(requests[i] + cut, len - cut);
			hide_dates(reply);
			if (!CHECK(!strcmp(whole, reply) && !strcmp(whole_seen, seen) && closed == client_closed)) {
				SAY("cut at %d: %s, %s\n", cut, shown(seen), shown(reply));
				return t_result();
			}
			client_close();
		}
		/* Byte by byte. */
		seen[0] = 0;
		connect_client();
		for (int at = 0; at < len; at++)
			client_send(requests[i] + at, 1);
		hide_dates(reply);
		CHECK(!strcmp(whole, reply) && !strcmp(whole_seen, seen) && closed == client_closed);
		client_close();
	}
	stop();
	return t_result();
}
