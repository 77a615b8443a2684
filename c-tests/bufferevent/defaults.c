// run: once
// What the getters of new bufferevents say: sockets, pairs and filters.
#include "bufferevent/kit.h"

static void show(const char *name, struct bufferevent *bev)
{
	bufferevent_data_cb readcb = say_read, writecb = say_write;
	bufferevent_event_cb eventcb = say_event;
	size_t low = 9, high = 9;
	void *arg = "";
	SAY("%s:\n", name);
	SAY(" enabled %s\n", t_what(bufferevent_get_enabled(bev)));
	SAY(" lengths %zu %zu\n", evbuffer_get_length(bufferevent_get_input(bev)),
	    evbuffer_get_length(bufferevent_get_output(bev)));
	SAY(" read watermark: %d,", bufferevent_getwatermark(bev, EV_READ, &low, &high));
	SAY(" %zu %zu\n", low, high);
	SAY(" write watermark: %d,", bufferevent_getwatermark(bev, EV_WRITE, &low, &high));
	SAY(" %zu %zu\n", low, high);
	SAY(" single %zd %zd\n", bufferevent_get_max_single_read(bev), bufferevent_get_max_single_write(bev));
	SAY(" limit %d %d\n", bufferevent_get_read_limit(bev) == EV_SSIZE_MAX,
	    bufferevent_get_write_limit(bev) == EV_SSIZE_MAX);
	SAY(" max to %zd %zd\n", bufferevent_get_max_to_read(bev), bufferevent_get_max_to_write(bev));
	SAY(" priority %d\n", bufferevent_get_priority(bev));
	SAY(" no bucket %d\n", bufferevent_get_token_bucket_cfg(bev) == NULL);
	bufferevent_getcb(bev, &readcb, &writecb, &eventcb, &arg);
	SAY(" no callbacks %d %d %d %d\n", !readcb, !writecb, !eventcb, !arg);
	SAY(" dns error %d\n", bufferevent_socket_get_dns_error(bev));
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct bufferevent *sock, *pair[2], *filter;
	evutil_socket_t fd[2];
	t_pair(fd);
	CHECK(event_base_priority_init(base, 7) == 0);

	sock = bufferevent_socket_new(base, fd[0], 0);
	show("socket", sock);
	CHECK(bufferevent_getfd(sock) == fd[0]);
	CHECK(bufferevent_get_base(sock) == base);
	CHECK(bufferevent_get_underlying(sock) == NULL);
	CHECK(bufferevent_pair_get_partner(sock) == NULL);

	CHECK(bufferevent_pair_new(base, 0, pair) == 0);
	show("pair", pair[0]);
	show("partner", pair[1]);
	CHECK(bufferevent_getfd(pair[0]) == -1);
	CHECK(bufferevent_get_base(pair[1]) == base);
	CHECK(bufferevent_get_underlying(pair[0]) == NULL);
	CHECK(bufferevent_pair_get_partner(pair[0]) == pair[1]);
	CHECK(bufferevent_pair_get_partner(pair[1]) == pair[0]);

	filter = bufferevent_filter_new(sock, NULL, NULL, 0, NULL, NULL);
	show("filter", filter);
	show("socket below", sock);
	CHECK(bufferevent_getfd(filter) == fd[0]);
	CHECK(bufferevent_get_base(filter) == base);
	CHECK(bufferevent_get_underlying(filter) == sock);
	CHECK(bufferevent_pair_get_partner(filter) == NULL);

	bufferevent_free(filter);
	bufferevent_free(sock);
	bufferevent_free(pair[0]);
	CHECK(bufferevent_pair_get_partner(pair[1]) == NULL);
	bufferevent_free(pair[1]);
	event_base_free(base);
	CHECK(close(fd[0]) == 0 && close(fd[1]) == 0);
	return t_result();
}
