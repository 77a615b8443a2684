// Hooks that pause a call: it waits, and goes on or is given up; the hooks behind are not called.
#include "kit.h"

static void *paused[4];
static int n_paused;

static int pauser(void *ctx, struct evhttp_request *req, struct evbuffer *body, void *arg)
{
	SAY("%s pauses\n", (char *)arg);
	paused[n_paused++] = ctx;
	return EVRPC_PAUSE;
}

static int behind(void *ctx, struct evhttp_request *req, struct evbuffer *body, void *arg)
{
	SAY("behind %s\n", (char *)arg);
	return EVRPC_CONTINUE;
}

static void pausing(const char *where, void *owner, enum EVRPC_HOOK_TYPE type)
{
	static const enum EVRPC_HOOK_RESULT results[] = { EVRPC_CONTINUE, EVRPC_TERMINATE, EVRPC_PAUSE };
	void *first = evrpc_add_hook(owner, type, pauser, (void *)where);
	void *second = evrpc_add_hook(owner, type, behind, (void *)where);
	for (int i = 0; i < 3; i++) {
		n_paused = 0;
		SAY("- %s, then %d: %d\n", where, results[i], call("x"));
		RUN_UNTIL(n_paused == 1);
		CHECK(under_way == 1);
		SAY("another: %d\n", evrpc_resume_request(owner, &n_paused, EVRPC_CONTINUE));
		SAY("nowhere: %d\n", evrpc_resume_request(owner == rpc ? (void *)pool : rpc, paused[0], EVRPC_CONTINUE));
		SAY("resume: %d\n", evrpc_resume_request(owner, paused[0], results[i]));
		run();
	}
	/* Two at a time, the second one first. */
	n_paused = 0;
	evrpc_pool_add_connection(pool, connection());
	CHECK(call("first") == 0);
	RUN_UNTIL(n_paused == 1);
	CHECK(call("second") == 0);
	RUN_UNTIL(n_paused == 2);
	SAY("resume the second: %d\n", evrpc_resume_request(owner, paused[1], EVRPC_CONTINUE));
	RUN_UNTIL(under_way == 1);
	SAY("resume the first: %d\n", evrpc_resume_request(owner, paused[0], EVRPC_CONTINUE));
	run();
	CHECK(evrpc_remove_hook(owner, type, first) && evrpc_remove_hook(owner, type, second));
}

int main(void)
{
	for (int i = 0; i < 4; i++) {
		start(echo);
		make_pool(1);
		switch (i) {
		case 0: pausing("client out", pool, EVRPC_OUTPUT); break;
		case 1: pausing("server in", rpc, EVRPC_INPUT); break;
		case 2: pausing("server out", rpc, EVRPC_OUTPUT); break;
		case 3: pausing("client in", pool, EVRPC_INPUT); break;
		}
		stop();
	}
	return t_result();
}
