// on: ours
/* event_reinit with a wake-up still pending, which must not count as pending for the new base. */
#define LEAVE_WAKE_UP_PENDING
#include "fork-reinit-threads.c"
