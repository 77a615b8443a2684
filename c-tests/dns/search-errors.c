// run: once
// What ends a search and what makes it go on: no such name, no data, other errors, timeouts; which of the errors
// and times to live the callback gets, and what is found at last.
#include "fake.h"

static int (*script)(int number, struct message *m); /* the rcode, or -1 for no answer */
static int number;

QUERIED(answer)
{
	struct message m = answer_to(q, 0);
	int rcode = script(++number, &m);
	SAY("  %s: %s\n", q->lower, rcode < 0 ? "no answer" : dns_error(rcode));
	set16(&m, 2, (get16(&m, 2) & ~15) | (rcode & 15));
	if (rcode >= 0)
		send_to(q, m);
}

static int nothing_then_found(int n, struct message *m)
{
	if (n == 3)
		put_address(m, NULL, 30, "192.0.2.1");
	return n == 3 ? 0 : DNS_ERR_NOTEXIST;
}

static int no_data_then_found(int n, struct message *m)
{
	if (n == 2)
		put_address(m, NULL, 30, "192.0.2.1");
	else
		put_soa(m, "test", 77, 77);
	return 0;
}

static int no_data(int n, struct message *m) { return put_soa(m, "test", 10 * n, 99), 0; }
static int not_exist(int n, struct message *m) { return put_soa(m, "test", 10 * n, 99), DNS_ERR_NOTEXIST; }
static int no_data_first(int n, struct message *m) { return n == 1 ? 0 : DNS_ERR_NOTEXIST; }
static int no_data_last(int n, struct message *m) { return n == 3 ? 0 : DNS_ERR_NOTEXIST; }
static int format(int n, struct message *m) { return n == 2 ? DNS_ERR_FORMAT : DNS_ERR_NOTEXIST; }
static int refused(int n, struct message *m) { return n == 2 ? DNS_ERR_REFUSED : DNS_ERR_NOTEXIST; }
static int odd_code(int n, struct message *m) { return n == 2 ? 9 : DNS_ERR_NOTEXIST; }
static int broken(int n, struct message *m) { return n == 2 ? set16(m, ANSWER, 5), 0 : DNS_ERR_NOTEXIST; }
static int silent(int n, struct message *m) { return n == 2 ? -1 : DNS_ERR_NOTEXIST; }
static int servfail(int n, struct message *m) { return n == 2 ? DNS_ERR_SERVERFAILED : DNS_ERR_NOTEXIST; }
static int cname_only(int n, struct message *m) { return put_target(m, ANSWER, NULL, T_CNAME, 5, "x.test"), 0; }

static void try(const char *what, int (*fn)(int, struct message *))
{
	static const char *const names[] = { "a", "a.b" };
	for (int i = 0; i < 2; i++) {
		struct fake *server = start(answer);
		set("timeout", "0.2");
		set("attempts", "1");
		evdns_base_search_add(dns, "two.test");
		evdns_base_search_add(dns, "one.test");
		script = fn;
		number = 0;
		SAY("%s, %s\n", what, names[i]);
		evdns_base_resolve_ipv4(dns, names[i], 0, say_result, "  end");
		until(&results, results + 1);
		end(server);
	}
}

static void on_log(int severity, const char *text) {}

int main(void)
{
	event_set_log_callback(on_log);
	try("no such name", not_exist);
	try("no data", no_data);
	try("no data first", no_data_first);
	try("no data last", no_data_last);
	try("only an alias", cname_only);
	try("the third is found", nothing_then_found);
	try("no data, the second is found", no_data_then_found);
	try("FORMERR", format);
	try("refused", refused);
	try("an odd code", odd_code);
	try("a broken answer", broken);
	try("no answer", silent);
	try("SERVFAIL", servfail);
	return t_result();
}
