/* What the tests of bufferevents without memory share. */
#ifndef BEV_OOM_H
#define BEV_OOM_H

#include "bufferevent/kit.h"
#include "memory/alloc.h"

/* Runs SCENARIO with all the memory it wants, so that what the base keeps for later is there. */
T_UNUSED static void warm_up(void (*scenario)(void))
{
	al_stop_failing();
	scenario();
}

#endif
