// run: once
// stderr: yes
// Warnings of generated code: to the standard error, and to the program's callback.
#include "t.h"

void event_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));
void event_warnx(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void on_log(int severity, const char *text)
{
	SAY("%d: %zu %.40s\n", severity, strlen(text), text);
}

int main(void)
{
	static char longer[3000];
	memset(longer, 'x', sizeof longer - 1);
	errno = ENOENT;
	event_warn("%s: %d", "missing field", 7);
	CHECK(errno == ENOENT);
	event_warnx("%s", "without errno");
	event_set_log_callback(on_log);
	errno = EDOM;
	event_warn("%s", "with errno");
	event_warnx("%d", 5);
	event_warnx("%s", longer);
	event_set_log_callback(NULL);
	event_warnx("again");
	return t_result();
}
