// run: once
// on: ours
// sanitizers: address thread, valgrind takes longer than the time that is allowed
// Queries of very many pairs, of which the last value for each name is wanted: the time does not grow faster than they do.
#include "text.h"

#define PAIRS 300000

/* PAIRS pairs with so many names between them: the first and last entries, and how many there are. */
static void many(int names)
{
	char *query = malloc(PAIRS * 20), *end = query;
	struct evkeyvalq list;
	const struct evkeyval *it, *last = NULL;
	struct timespec used;
	int n = 0;
	for (int i = 0; i < PAIRS; i++)
		end += sprintf(end, "%sn%d=%d", i ? "&" : "", i % names, i);
	CHECK(evhttp_parse_query_str_flags(query, &list, EVHTTP_URI_QUERY_LAST_VAL) == 0);
	for (it = list.tqh_first; it; it = it->next.tqe_next, n++)
		last = it;
	CHECK(n == names && atoi(list.tqh_first->value) == PAIRS - names && atoi(last->value) == PAIRS - 1);
	evhttp_clear_headers(&list);
	free(query);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
	CHECK(used.tv_sec < 10);
}

int main(void)
{
	many(1);
	many(3);
	many(PAIRS / 2);
	many(PAIRS);
	return t_result();
}
