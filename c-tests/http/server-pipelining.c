// run: once
// Requests sent before the last one is answered: the order, one at a time, replies that come later, bodies between.
#include "serve.h"

static struct evhttp_request *held[4];
static int nheld;

REQUEST(hold)
{
	say_request(req);
	held[nheld++] = req;
}

REQUEST(path_back)
{
	say_request(req);
	reply_text(req, 200, "OK", evhttp_request_get_uri(req));
}

static void answer_next(int fd)
{
	struct evhttp_request *req = held[0];
	memmove(held, held + 1, sizeof(held) - sizeof(*held));
	nheld--;
	SAY("answer %s\n", evhttp_request_get_uri(req));
	reply_text(req, 200, "OK", evhttp_request_get_uri(req));
	say_come(fd);
}

int main(void)
{
	int fd, i;
	char many[20 * 200] = "";

	serve(path_back, NULL);
	exchange("GET /1 " V11 "GET /2 " V11 "GET /3 " V11);
	exchange("GET /1 " V11 "GET /2 HTTP/1.1\r\nConnection: close\r\n\r\nGET /3 " V11);
	exchange("GET /1 " V11 "bad\r\n\r\nGET /3 " V11);
	exchange("GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /2 HTTP/1.0\r\n\r\nGET /3 " V11);
	exchange("POST /1 HTTP/1.1\r\nContent-Length: 2\r\n\r\nabPOST /2 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
	    "1\r\na\r\n0\r\n\r\nPUT /3 " V11 "GET /4 " V11);
	PIECES("GET /1 " V11 "GET /2", " " V11 "GET /3 HTTP/1.1\r\n", "\r\n");
	/* Blank lines between requests. */
	PIECES("GET /1 " V11 "\r\nGET /2 " V11);
	PIECES("GET /1 " V11, "\r\n", "GET /2 " V11);
	PIECES("POST /1 HTTP/1.1\r\nContent-Length: 2\r\n\r\nab\r\nGET /2 " V11);
	for (i = 0; i < 200; i++)
		strcat(many, "GET /m " V11);
	evhttp_set_gencb(http, ok, NULL);
	fd = client();
	puts_to(fd, many);
	come(fd);
	i = 0;
	for (char *at = answer; (at = strstr(at, "HTTP/1.1 200")); at++)
		i++;
	SAY("of 200: %d\n", i);
	close(fd);

	/* The next one is not read before this one is answered. */
	evhttp_set_gencb(http, hold, NULL);
	fd = client();
	puts_to(fd, "GET /1 " V11 "GET /2 " V11 "GET /3 HTTP/1.1\r\nConnection: close\r\n\r\n");
	say_come(fd);
	while (nheld)
		answer_next(fd);
	close(fd);
	run();

	/* What comes meanwhile, good or not. */
	fd = client();
	puts_to(fd, "GET /1 " V11);
	say_come(fd);
	puts_to(fd, "rubbish\r\n\r\n");
	say_come(fd);
	answer_next(fd);
	close(fd);
	run();

	/* Two clients do not wait for each other. */
	fd = client();
	int other = client();
	puts_to(fd, "GET /1 " V11);
	run();
	puts_to(other, "GET /other " V11);
	run();
	SAY("held: %d\n", nheld);
	i = nheld;
	struct evhttp_request *first = held[0];
	held[0] = held[1];
	held[1] = first;
	if (i == 2) {
		answer_next(other);
		answer_next(fd);
	}
	close(fd);
	close(other);
	stop_serving();
	return t_result();
}
