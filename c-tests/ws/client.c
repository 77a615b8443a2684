// run: once
// on: ours
// The client's side: its headers, which responses grant a session, its frames, and how it ends. Also over pairs and
// filters, where no bytes of the other side's may be changed.
#include "ws.h"

/* The client's session, and what the server's sees with on_msg. */
static struct evws_connection *ours;

static void client_msg(struct evws_connection *evws, int type, const unsigned char *data, size_t n, void *arg)
{
	CHECK(evws == ours && data[n] == 0 && arg == &ours);
	note("[client: %s ", type == WS_TEXT_FRAME ? "text" : "binary");
	note_bytes(data, n);
	note("] ");
}

static void client_closed(struct evws_connection *evws, void *arg)
{
	note("[client closed %d] ", evws_connection_get_close_code(evws));
	ours = NULL;
	(void)arg;
}

static struct evws_connection *client_on(struct bufferevent *bev)
{
	ours = evws_client_new(bev, client_msg, &ours);
	CHECK(ours && evws_connection_get_bufferevent(ours) == bev);
	evws_connection_set_closecb(ours, client_closed, NULL);
	return ours;
}

static void handshakes(void)
{
	static const struct {
		int status;
		const char *name, *value, *name2, *value2;
		int granted;
	} rows[] = {
		{ 101, NULL, NULL, NULL, NULL, 1 },
		{ 200, NULL, NULL, NULL, NULL, 0 },
		{ 101, "Upgrade", "WebSocket", "Connection", "upgrade", 1 },
		{ 101, "Upgrade", "x", NULL, NULL, 0 },
		{ 101, "Connection", "close", NULL, NULL, 0 },
		{ 101, "Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", NULL, NULL, 0 },
		{ 101, "Sec-WebSocket-Extensions", "x", NULL, NULL, 0 },
		{ 101, "Sec-WebSocket-Protocol", "x", NULL, NULL, 0 },
		{ 101, "Sec-WebSocket-Protocol", "chat", NULL, NULL, 1 },
	};
	char keys[COUNT(rows)][30];
	serve_ws(NULL);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct evhttp_request *req = evhttp_request_new(NULL, NULL);
		struct evkeyvalq *out = evhttp_request_get_output_headers(req), *in = evhttp_request_get_input_headers(req);
		char request[1000];
		CHECK(evws_client_is_accepted(req) == 0);
		evhttp_add_header(out, "Sec-WebSocket-Protocol", "chat");
		evhttp_add_header(out, "Connection", "keep-alive");
		CHECK(evws_client_add_headers(req) == 0 && evws_client_add_headers(req) == 0);
		snprintf(keys[i], sizeof(keys[i]), "%s", evhttp_find_header(out, "Sec-WebSocket-Key"));
		for (size_t k = 0; k < i; k++)
			CHECK(strlen(keys[i]) == 24 && strcmp(keys[i], keys[k]));
		/* Our own server agrees. */
		int n = sprintf(request, "GET / HTTP/1.1\r\n");
		for (struct evkeyval *h = out->tqh_first; h; h = h->next.tqe_next)
			n += sprintf(request + n, "%s: %s\r\n", h->key, h->value);
		strcpy(request + n, "\r\n");
		int fd = client();
		puts_to(fd, request);
		come(fd);
		CHECK(!strncmp(answer, "HTTP/1.1 101 ", 13));
		char *at = strstr(answer, "Sec-WebSocket-Accept: ");
		CHECK(at != NULL);
		at[strcspn(at, "\r")] = 0;
		evhttp_add_header(in, "Upgrade", "websocket");
		evhttp_add_header(in, "Connection", "Upgrade");
		evhttp_add_header(in, "Sec-WebSocket-Accept", at + 22);
		const char *more[] = { rows[i].name, rows[i].value, rows[i].name2, rows[i].value2 };
		for (int k = 0; k < 4; k += 2)
			if (more[k]) {
				evhttp_remove_header(in, more[k]);
				evhttp_add_header(in, more[k], more[k + 1]);
			}
		req->response_code = rows[i].status;
		if (!CHECK(evws_client_is_accepted(req) == rows[i].granted))
			SAY("row %zu\n", i);
		hang_up(fd);
		EXPECT("[closed 1006] ");
		evhttp_request_free(req);
	}
	CHECK(evws_client_add_headers(NULL) == -1 && evws_client_is_accepted(NULL) == 0 && !evws_client_new(NULL, NULL, NULL));
	stop_serving();
}

/* What came from the client, without masks; each frame has another one. */
static void client_frames(int fd)
{
	static unsigned char masks[100][4];
	static int count;
	unsigned char bytes[100000];
	run();
	ssize_t n = recv(fd, bytes, sizeof(bytes), 0);
	if (n <= 0) {
		note(n == 0 ? "(closed)" : "nothing");
		return;
	}
	for (ssize_t at = 0; at < n;) {
		size_t len = bytes[at + 1] & 127, head = len == 126 ? 4 : 2;
		CHECK(bytes[at + 1] & 128);
		if (len == 126)
			len = bytes[at + 2] << 8 | bytes[at + 3];
		memcpy(masks[count], bytes + at + head, 4);
		for (int i = 0; i < count; i++)
			CHECK(memcmp(masks[i], masks[count], 4));
		for (size_t i = 0; i < len; i++)
			bytes[at + head + 4 + i] ^= masks[count][i % 4];
		count++;
		note("%s ", opcode_name(bytes[at]));
		if (bytes[at] == CLOSE && len)
			note("%d ", bytes[at + head + 4] << 8 | bytes[at + head + 5]);
		else if (len)
			note_bytes(bytes + at + head + 4, len), note(" ");
		at += head + 4 + len;
	}
}

/* A client's session on one end of a pair of sockets; gives the other end. */
static int raw(void)
{
	int fds[2];
	CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds) == 0);
	client_on(bufferevent_socket_new(base, fds[0], BEV_OPT_CLOSE_ON_FREE));
	return fds[1];
}

#define CLIENT_SENDS(fd, text) (client_frames(fd), expect(__LINE__, text))

static void raw_frames(void)
{
	char text[200];
	base = event_base_new();
	int fd = raw();
	memset(text, 't', sizeof(text));
	evws_send_text(ours, "hello");
	evws_send(ours, text, sizeof(text));
	evws_send_binary(ours, "", 0);
	evws_send_ping(ours, "ping", 4);
	CLIENT_SENDS(fd, "text \"hello\" text 200 bytes binary ping \"ping\" ");
	puts_to(fd, "\x81\x02hi\x02\x01" "a\x89\x01p\x80\x01" "b");
	CLIENT_SENDS(fd, "[client: text \"hi\"] [client: binary \"ab\"] pong \"p\" ");
	/* The server closes, and is the first to leave the connection. */
	put(fd, "\x88\x02\x03\xe8", 4);
	CLIENT_SENDS(fd, "close 1000 ");
	CHECK(ours != NULL);
	CLIENT_SENDS(fd, "nothing");
	shutdown(fd, SHUT_WR);
	CLIENT_SENDS(fd, "[client closed 1000] (closed)");
	close(fd);

	/* The client closes. */
	fd = raw();
	evws_close(ours, 1001);
	CLIENT_SENDS(fd, "close 1001 ");
	put(fd, "\x88\x02\x03\xe9", 4);
	CLIENT_SENDS(fd, "nothing");
	close(fd);
	run();
	EXPECT("[client closed 1001] ");

	/* A server must not mask. */
	fd = raw();
	put(fd, "\x81\x80\0\0\0\0", 6);
	CLIENT_SENDS(fd, "close 1002 ");
	CLIENT_SENDS(fd, "(closed)");
	close(fd);
	run();
	EXPECT("[client closed 1002] ");

	/* What is there at the start is read, but not within the call. */
	int fds[2];
	CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds) == 0);
	put(fds[1], "head\x81\x05" "early\x81", 12);
	struct bufferevent *bev = bufferevent_socket_new(base, fds[0], 0);
	bufferevent_enable(bev, EV_READ);
	run();
	evbuffer_drain(bufferevent_get_input(bev), 4);
	client_on(bev);
	EXPECT("");
	put(fds[1], "\x01x", 2);
	run();
	EXPECT("[client: text \"early\"] [client: text \"x\"] ");
	evws_connection_free(ours);
	EXPECT("[client closed 1006] ");
	run();
	/* The socket was not to be closed. */
	CHECK(send(fds[0], "x", 1, 0) == 1);
	close(fds[0]), close(fds[1]);
	event_base_free(base);
	base = NULL;
}

static enum bufferevent_filter_result pass(struct evbuffer *from, struct evbuffer *to, ev_ssize_t limit,
    enum bufferevent_flush_mode mode, void *arg)
{
	(void)limit, (void)mode, (void)arg;
	return evbuffer_remove_buffer(from, to, evbuffer_get_length(from)) > 0 ? BEV_OK : BEV_NEED_MORE;
}

/* Both sides, each on a bufferevent that is no socket: OPTIONS as with bufferevent_pair_new(). */
static void no_sockets(int options, int filtered)
{
	struct bufferevent *pair[2];
	static const char constant[] = "\x81\x05hello";
	base = event_base_new();
	CHECK(bufferevent_pair_new(base, options | BEV_OPT_CLOSE_ON_FREE, pair) == 0);
	struct bufferevent *bev = pair[0];
	if (filtered)
		bev = bufferevent_filter_new(bev, pass, pass, BEV_OPT_CLOSE_ON_FREE, NULL, NULL);
	client_on(bev);
	bufferevent_enable(pair[1], EV_READ | EV_WRITE);
	evws_send_text(ours, "x");
	run();
	struct evbuffer *in = bufferevent_get_input(pair[1]);
	CHECK(evbuffer_get_length(in) == 7);
	evbuffer_drain(in, 7);
	/* Memory that is the program's, and must stay as it is. */
	evbuffer_add_reference(bufferevent_get_output(pair[1]), constant, 7, NULL, NULL);
	run();
	EXPECT("[client: text \"hello\"] ");
	CHECK(!memcmp(constant, "\x81\x05hello", 7));
	evbuffer_add(bufferevent_get_output(pair[1]), "\x89\x00\x88\x00", 4);
	run();
	CHECK(evbuffer_get_length(in) == 12);
	evws_connection_free(ours);
	EXPECT("[client closed 1005] ");
	bufferevent_free(pair[1]);
	run();
	event_base_free(base);
	base = NULL;
}

int main(void)
{
	handshakes();
	raw_frames();
	no_sockets(0, 0);
	no_sockets(BEV_OPT_DEFER_CALLBACKS, 0);
	no_sockets(0, 1);
	no_sockets(BEV_OPT_DEFER_CALLBACKS, 1);
	return t_result();
}
