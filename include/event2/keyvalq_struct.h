/* Generated from src/ffi/keyvalq_struct.rs by tests/headers.rs: edit there. */

/** Lists of names and values, such as the headers of HTTP messages and the arguments of queries. */
#ifndef EVENT2_KEYVALQ_STRUCT_H_INCLUDED_
#define EVENT2_KEYVALQ_STRUCT_H_INCLUDED_

#ifdef __cplusplus
extern "C" {
#endif

/* The marks that programs may look for: nobody else, such as <sys/queue.h>, has defined these
 * macros. The structs below spell the links out, which are the same either way. */
#ifndef TAILQ_ENTRY
#define EVENT_DEFINED_TQENTRY_
#endif
#ifndef TAILQ_HEAD
#define EVENT_DEFINED_TQHEAD_
#endif

/** A name and a value. */
struct evkeyval {
  /** The place in the list. */
  struct { struct evkeyval *tqe_next; struct evkeyval **tqe_prev; } next;
  /** The name. Belongs to the list. */
  char *key;
  /** The value. Belongs to the list. */
  char *value;
};

/** The head of a list of names and values. */
struct evkeyvalq {
  /** The first entry, or NULL. */
  struct evkeyval *tqh_first;
  /** The pointer that ends the list: the last entry's next, or tqh_first. */
  struct evkeyval **tqh_last;
};

#ifdef __cplusplus
}
#endif

#endif
