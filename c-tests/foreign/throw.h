/* leave() throws an exception, enter() catches it around the call into the library. */
struct gone {};
static void leave(void) { throw gone(); }
static int enter(void (*call)(void))
{
	try {
		call();
	} catch (gone &) {
		return 1;
	}
	return 0;
}
