/* enter() for what ends a thread: the call is made by a thread of its own. */
static void *in_thread(void *arg)
{
	(*(void (**)(void))arg)();
	return arg;
}

static int enter(void (*call)(void))
{
	pthread_t thread;
	void *result;
	pthread_create(&thread, NULL, in_thread, &call);
	pthread_join(thread, &result);
	return result != &call;
}
