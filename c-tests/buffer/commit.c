// evbuffer_commit_space: what it takes and what it refuses; a refusal changes nothing.
// run: once
#include "buffer/kit.h"

static struct evbuffer_iovec vec[4];
static int n;

/* A buffer of HAD bytes with SIZE reserved in at most N_VEC extents, which are filled. */
static struct evbuffer *make(size_t had, ev_ssize_t size, int n_vec)
{
	struct evbuffer *buf = evbuffer_new();
	size_t done = had;
	if (had)
		put(buf, 0, had);
	n = evbuffer_reserve_space(buf, size, vec, n_vec);
	for (int i = 0; i < n; i++) {
		unsigned char *p = stream(done, vec[i].iov_len);
		memcpy(vec[i].iov_base, p, vec[i].iov_len);
		done += vec[i].iov_len;
		free(p);
	}
	return buf;
}

static void end(const char *title, struct evbuffer *buf, int n_vec)
{
	int result = evbuffer_commit_space(buf, vec, n_vec);
	SAY("%s: %d, ", title, result);
	say_extents("then", buf);
	evbuffer_free(buf);
}

int main(void)
{
	struct evbuffer *buf;
	end("all of one", make(0, 976, 1), 1);
	buf = make(0, 976, 1);
	vec[0].iov_len = 10;
	end("some of one", buf, 1);
	buf = make(0, 976, 1);
	vec[0].iov_len = 0;
	end("nothing of one", buf, 1);
	buf = make(0, 976, 1);
	vec[0].iov_len = 977;
	end("more than there is", buf, 1);
	buf = make(0, 976, 1);
	vec[0].iov_len = SIZE_MAX;
	end("much more than there is", buf, 1);
	end("no extents", make(0, 976, 1), 0);
	end("no extents after bytes", make(10, 100, 1), 0);
	buf = make(0, 976, 1);
	vec[0].iov_base = (char *)vec[0].iov_base + 1;
	end("another place", buf, 1);

	end("two of two", make(900, 976, 2), 2);
	buf = make(900, 976, 2);
	vec[0].iov_len = 3;
	vec[1].iov_len = 4;
	end("some of both", buf, 2);      /* the gap is left out */
	buf = make(900, 976, 2);
	vec[0].iov_len = 0;
	end("nothing of the first", buf, 2);
	buf = make(900, 976, 2);
	vec[1].iov_len = 0;
	end("nothing of the second", buf, 2);
	buf = make(900, 976, 2);
	vec[0].iov_len = vec[1].iov_len = 0;
	end("nothing of both", buf, 2);
	end("only the first", make(900, 976, 2), 1);
	buf = make(900, 976, 2);
	vec[0] = vec[1];
	end("only the second", buf, 1);
	buf = make(900, 976, 2);
	vec[2] = vec[0], vec[0] = vec[1], vec[1] = vec[2];
	end("in the wrong order", buf, 2);
	buf = make(900, 976, 2);
	vec[1].iov_len++;
	end("more than the second has", buf, 2);
	buf = make(900, 976, 2);
	vec[1].iov_base = (char *)vec[1].iov_base + 1;
	end("another place in the second", buf, 2);
	buf = make(900, 976, 2);
	vec[2] = vec[1];
	end("an extent too many", buf, 3);
	buf = make(900, 5000, 3);
	CHECK(evbuffer_reserve_space(buf, 20000, vec, 3) == 3);
	end("three of three, not all filled", buf, 3);

	buf = make(900, 10, 1);
	put(buf, 900, 10);
	end("bytes were added before", buf, 1);
	buf = make(10, 10, 1);
	evbuffer_drain(buf, 5);
	end("bytes were drained before", buf, 1);
	return t_result();
}
