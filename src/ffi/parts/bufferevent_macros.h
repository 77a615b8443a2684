/** The highest rate and burst that a rate limit can have, in bytes: no limit. */
#define EV_RATE_LIMIT_MAX EV_SSIZE_MAX
