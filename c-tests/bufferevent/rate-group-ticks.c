// run: once
// A group with short ticks and several members: all data gets through in the end, in order for each member, and
// the totals are right. Members that come, go and are freed meanwhile do no harm.
#include "bufferevent/kit.h"

#define N 5

static size_t got[N];
static int wrong;

static void on_read(struct bufferevent *bev, void *arg)
{
	size_t *mine = arg;
	char c;
	while (bufferevent_read(bev, &c, 1) == 1)
		wrong += c != (char)('a' + (*mine)++ % 26);
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct ev_token_bucket_cfg *cfg = ev_token_bucket_cfg_new(100, 150, 100, 150, MS(4));
	struct bufferevent_rate_limit_group *group = bufferevent_rate_limit_group_new(base, cfg);
	struct bufferevent *bev[N], *guest;
	ev_uint64_t read, written;
	char data[600];
	int fd[N][2];
	for (size_t i = 0; i < sizeof data; i++)
		data[i] = (char)('a' + i % 26);
	bufferevent_rate_limit_group_set_min_share(group, 10);
	for (int i = 0; i < N; i++) {
		t_pair(fd[i]);
		bev[i] = bufferevent_socket_new(base, fd[i][0], BEV_OPT_CLOSE_ON_FREE);
		bufferevent_setcb(bev[i], on_read, NULL, say_event, &got[i]);
		CHECK(bufferevent_add_to_rate_limit_group(bev[i], group) == 0);
		bufferevent_enable(bev[i], EV_READ);
		CHECK(write(fd[i][1], data, sizeof data) == sizeof data);
		CHECK(bufferevent_write(bev[i], data, sizeof data) == 0);
	}
	guest = bufferevent_socket_new(base, -1, 0);
	bufferevent_add_to_rate_limit_group(guest, group);
	UNTIL(base, got[0] > 100);
	bufferevent_free(guest);
	bufferevent_remove_from_rate_limit_group(bev[1]);
	UNTIL(base, got[1] == sizeof data);
	bufferevent_add_to_rate_limit_group(bev[1], group);
	for (int i = 0; i < N; i++)
		UNTIL(base, got[i] == sizeof data && evbuffer_get_length(bufferevent_get_output(bev[i])) == 0);
	SAY("%d wrong\n", wrong);
	for (int i = 0; i < N; i++)
		SAY("far end %s\n", fd_get(fd[i][1]));
	bufferevent_rate_limit_group_get_totals(group, &read, &written);
	SAY("totals of those that stayed, at least %d %d\n", read >= 4 * sizeof data, written >= 4 * sizeof data);
	SAY("at most %d %d\n", read < 5 * sizeof data, written < 5 * sizeof data);
	for (int i = 0; i < N; i++) {
		bufferevent_free(bev[i]);
		close(fd[i][1]);
	}
	settle(base);
	bufferevent_rate_limit_group_free(group);
	ev_token_bucket_cfg_free(cfg);
	event_base_free(base);
	return t_result();
}
