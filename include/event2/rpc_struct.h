/* Generated from src/ffi/rpc_struct.rs by tests/headers.rs: edit there. */

/** The layout of structs that the macros of event2/rpc.h and callbacks of calls work with. */
#ifndef EVENT2_RPC_STRUCT_H_INCLUDED_
#define EVENT2_RPC_STRUCT_H_INCLUDED_

#ifdef __cplusplus
extern "C" {
#endif

struct evbuffer;
struct evhttp_request;
struct evrpc_base;
struct evrpc_req_generic;

/* The marks that programs may look for: nobody else, such as <sys/queue.h>, has defined these
 * macros. The structs below spell the links out, which are the same either way. */
#ifndef TAILQ_ENTRY
#define EVENT_DEFINED_TQENTRY_
#endif
#ifndef TAILQ_HEAD
#define EVENT_DEFINED_TQHEAD_
#endif

/** The call succeeded. */
#define EVRPC_STATUS_ERR_NONE 0

/** No reply came in time. */
#define EVRPC_STATUS_ERR_TIMEOUT 1

/** The reply makes no sense. */
#define EVRPC_STATUS_ERR_BADPAYLOAD 2

/** The call was not made. */
#define EVRPC_STATUS_ERR_UNSTARTED 3

/** A hook gave the call up. */
#define EVRPC_STATUS_ERR_HOOKABORTED 4

/** How a call ended. */
struct evrpc_status {
  /** EVRPC_STATUS_ERR_. */
  int error;
  /** The HTTP request that carried the call, or NULL. */
  struct evhttp_request *http_req;
};

/** A call that is served, with functions for its structs. */
struct evrpc {
  /** The place among the calls of the server. */
  struct { struct evrpc *tqe_next; struct evrpc **tqe_prev; } next;
  /** The name of the call. */
  const char *uri;
  /** Makes a request struct. */
  void *(*request_new)(void *arg);
  /** The argument of `request_new`. */
  void *request_new_arg;
  /** Frees a request struct. */
  void (*request_free)(void *request);
  /** Reads a request struct from a buffer. 0 on success. */
  int (*request_unmarshal)(void *request, struct evbuffer *buffer);
  /** Makes a reply struct. */
  void *(*reply_new)(void *arg);
  /** The argument of `reply_new`. */
  void *reply_new_arg;
  /** Frees a reply struct. */
  void (*reply_free)(void *reply);
  /** Whether everything that a reply must have is set: 0 if so. */
  int (*reply_complete)(void *reply);
  /** Writes a reply struct to a buffer. */
  void (*reply_marshal)(struct evbuffer *buffer, void *reply);
  /** Called to serve a call. */
  void (*cb)(struct evrpc_req_generic *req, void *arg);
  /** The argument of `cb`. */
  void *cb_arg;
  /** The server. */
  struct evrpc_base *base;
};

#ifdef __cplusplus
}
#endif

#endif
