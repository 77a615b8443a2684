// run: once
// Lists of headers: adding, finding, removing, and walking them from C.
#include "text.h"

static struct evkeyvalq list;

static void add(const char *name, const char *value)
{
	SAY("add %s %s: %d,", shown(name), shown(value), evhttp_add_header(&list, name, value));
	say_pairs(&list);
}

static void find(const char *name)
{
	SAY("find %s: %s\n", shown(name), shown(evhttp_find_header(&list, name)));
}

static void remove_one(const char *name)
{
	SAY("remove %s: %d,", shown(name), evhttp_remove_header(&list, name));
	say_pairs(&list);
}

int main(void)
{
	struct evkeyval *it;
	list.tqh_last = &list.tqh_first;
	find("a");
	remove_one("a");
	add("Host", "example.com");
	add("accept", "a");
	add("Accept", "b");
	add("ACCEPT", "");
	find("HOST");
	find("Accept");
	find("Accep");
	find("Accepts");
	find("");
	remove_one("aCCEPT");
	find("accept");
	add("", "empty name");
	find("");
	remove_one("");
	add("a b", "c");
	add("a:b", "c");
	add("\x80", "\x81");
	evhttp_clear_headers(&list);
	add("a\r", "b");
	add("a\n", "b");
	add("a\r\nb", "c");
	add("a", "\r");
	add("a", "\n");
	add("a", "b\r\n");
	add("a", "b\r\nc");
	add("a", "b\nc");
	add("a", "b\r\n c");
	add("a", "b\r\n\tc");
	add("a", "b\n c");
	add("a", "b\r c");
	add("a", "b\r\n\r\n c");
	add("a", "b\r\n c\r\nd");
	add("a", "b\r\n c\r\n d");
	add("a", "\r\n");
	add("a", " \t");
	evhttp_clear_headers(&list);
	CHECK(!list.tqh_first && list.tqh_last == &list.tqh_first);

	/* By hand: the first entry goes to the end. */
	add("a", "1");
	add("b", "2");
	add("c", "3");
	it = list.tqh_first;
	list.tqh_first = it->next.tqe_next;
	list.tqh_first->next.tqe_prev = &list.tqh_first;
	it->next.tqe_next = NULL;
	it->next.tqe_prev = list.tqh_last;
	*list.tqh_last = it;
	list.tqh_last = &it->next.tqe_next;
	say_pairs(&list);
	it->value[0] = 'x';
	find("a");
	remove_one("a");
	add("d", "4");
	remove_one("b");
	remove_one("d");
	remove_one("c");
	CHECK(!list.tqh_first && list.tqh_last == &list.tqh_first);
	evhttp_clear_headers(&list);
	return t_result();
}
