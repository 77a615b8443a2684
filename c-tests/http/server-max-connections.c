// run: once
// on: ours
// evhttp_set_max_connections and evhttp_get_connection_count: beyond the limit nobody is served, until one has gone.
#include "serve.h"

static int is_served(int fd)
{
	(void)!send(fd, "GET / " V11, strlen("GET / " V11), MSG_NOSIGNAL);
	return !come(fd) && !strncmp(answer, "HTTP/1.1 200", 12);
}

int main(void)
{
	int one, two, three, four;

	serve(ok, NULL);
	CHECK(evhttp_get_connection_count(http) == 0);
	evhttp_set_max_connections(http, 2);
	one = client();
	two = client();
	CHECK(is_served(one) && is_served(two));
	CHECK(evhttp_get_connection_count(http) == 2);
	three = client();
	CHECK(!is_served(three));
	CHECK(answer_len == 0 || !strncmp(answer, "HTTP/1.1 503", 12));
	CHECK(is_served(one) && is_served(two));
	CHECK(evhttp_get_connection_count(http) == 2);
	close(three);
	run();
	close(two);
	run();
	CHECK(evhttp_get_connection_count(http) == 1);
	four = client();
	CHECK(is_served(four) && is_served(one));
	CHECK(evhttp_get_connection_count(http) == 2);

	/* 0 and below: no limit. */
	evhttp_set_max_connections(http, 0);
	two = client();
	CHECK(is_served(two) && evhttp_get_connection_count(http) == 3);
	evhttp_set_max_connections(http, -1);
	three = client();
	CHECK(is_served(three) && evhttp_get_connection_count(http) == 4);
	/* A limit below what there is ends none of them. */
	evhttp_set_max_connections(http, 1);
	CHECK(is_served(one) && is_served(two) && is_served(three) && is_served(four));
	close(one);
	close(two);
	close(three);
	close(four);
	run();
	CHECK(evhttp_get_connection_count(http) == 0);
	stop_serving();
	return t_result();
}
