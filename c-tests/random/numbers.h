/* Pseudo-random numbers: the same ones after the same seed. */
#ifndef RANDOM_NUMBERS_H
#define RANDOM_NUMBERS_H

#include "t.h"
#include <stdint.h>

static uint64_t random_state;

static void random_seed(int seed) { random_state = (uint64_t)seed * 0x9e3779b97f4a7c15; }

static int below(int n)
{
	random_state = random_state * 6364136223846793005u + 1442695040888963407u;
	return (int)((random_state >> 33) % (uint64_t)n);
}

static int percent(int n) { return below(100) < n; }

#endif
