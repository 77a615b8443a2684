// on: ours
// env: EVENT_USE_SIGNALFD=1
/* event_reinit with signals that come through a signalfd: parent and child hear their own. */
#include "fork-reinit.c"
