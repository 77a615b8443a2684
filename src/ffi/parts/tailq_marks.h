/* The marks that programs may look for: nobody else, such as <sys/queue.h>, has defined these
 * macros. The structs below spell the links out, which are the same either way. */
#ifndef TAILQ_ENTRY
#define EVENT_DEFINED_TQENTRY_
#endif
#ifndef TAILQ_HEAD
#define EVENT_DEFINED_TQHEAD_
#endif
