// run: once
// A program's own callbacks on the buffers of a bufferevent: they see all that comes and goes, and come along with
// what the bufferevent itself does.
#include "bufferevent/kit.h"

static size_t in_added, in_deleted, out_added, out_deleted;

static void count(struct evbuffer *buf, const struct evbuffer_cb_info *info, void *arg)
{
	if (arg == &in_added) {
		in_added += info->n_added;
		in_deleted += info->n_deleted;
	} else {
		out_added += info->n_added;
		out_deleted += info->n_deleted;
	}
}

static void show(const char *name)
{
	SAY("%s: in +%zu -%zu, out +%zu -%zu\n", name, in_added, in_deleted, out_added, out_deleted);
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct evbuffer_cb_entry *entry;
	struct bufferevent *bev;
	int fd[2];
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, say_read, say_write, say_event, "bev");
	evbuffer_add_cb(bufferevent_get_input(bev), count, &in_added);
	entry = evbuffer_add_cb(bufferevent_get_output(bev), count, &out_added);
	bufferevent_enable(bev, EV_READ);
	fd_put(fd[1], "0123456789");
	settle(base);
	show("read");
	put_text(bev, "text");
	show("written");
	settle(base);
	show("sent");
	bufferevent_setwatermark(bev, EV_READ, 0, 4);
	bufferevent_setcb(bev, NULL, say_write, say_event, "bev");
	fd_put(fd[1], "0123456789");
	settle(base);
	show("high watermark");
	evbuffer_drain(bufferevent_get_input(bev), 2);
	settle(base);
	show("drained");
	CHECK(evbuffer_remove_cb_entry(bufferevent_get_output(bev), entry) == 0);
	put_text(bev, "text");
	settle(base);
	show("without the callback");
	bufferevent_free(bev);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
