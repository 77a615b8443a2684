/* Generated from src/ffi/rpc.rs by tests/headers.rs: edit there. */

/** Remote procedure calls over HTTP, with structs that a generator describes.
 *
 * For structs `request` and `reply` made by the generator, EVRPC_HEADER() declares a call,
 * EVRPC_GENERATE() defines it in one source file, EVRPC_REGISTER() serves it on an evrpc_base,
 * and EVRPC_MAKE_REQUEST() makes it through an evrpc_pool of connections. Hooks may look at
 * each message, change it, and hold it up.
 */
#ifndef EVENT2_RPC_H_INCLUDED_
#define EVENT2_RPC_H_INCLUDED_

#include <event2/util.h>
#include <event2/visibility.h>

#ifdef __cplusplus
extern "C" {
#endif

struct evbuffer;
struct event_base;
struct evhttp;
struct evhttp_connection;
struct evhttp_request;
struct evrpc;
struct evrpc_base;
struct evrpc_pool;
struct evrpc_req_generic;
struct evrpc_request_wrapper;
struct evrpc_status;

/** When a hook is called. */
enum EVRPC_HOOK_TYPE {
  /** For messages that come in. */
  EVRPC_INPUT,
  /** For messages that go out. */
  EVRPC_OUTPUT
};

/** What a hook says. */
enum EVRPC_HOOK_RESULT {
  /** Give the call up. */
  EVRPC_TERMINATE = -1,
  /** Go on. */
  EVRPC_CONTINUE = 0,
  /** Wait for evrpc_resume_request(). */
  EVRPC_PAUSE = 1
};

/** Makes a server of calls on an HTTP server, which answers them at paths that begin with "/.rpc.". NULL without
 * memory.
 */
struct evrpc_base *evrpc_init(struct evhttp *server);

/** Frees a server of calls, but not its HTTP server, with what is registered and its hooks. Calls that a hook has
 * paused are answered with an error; those that the program has are still to be ended with EVRPC_REQUEST_DONE().
 */
void evrpc_free(struct evrpc_base *base);

/** Serves a call described by a struct. The struct and its name come from malloc() and are the library's from then on,
 * unless it fails. Returns -1 without memory, and if the HTTP server is gone. Where a name is registered twice, the
 * first one serves. EVRPC_REGISTER() is easier.
 */
int evrpc_register_rpc(struct evrpc_base *base,
                       struct evrpc *rpc,
                       void (*cb)(struct evrpc_req_generic *req, void *arg),
                       void *cb_arg);

/** What EVRPC_REGISTER() calls. Returns -1 without memory. */
int evrpc_register_generic(struct evrpc_base *base,
                           const char *name,
                           void (*callback)(struct evrpc_req_generic *req, void *arg),
                           void *cbarg,
                           void *(*req_new)(void *arg),
                           void *req_new_arg,
                           void (*req_free)(void *request),
                           int (*req_unmarshal)(void *request, struct evbuffer *buffer),
                           void *(*rpl_new)(void *arg),
                           void *rpl_new_arg,
                           void (*rpl_free)(void *reply),
                           int (*rpl_complete)(void *reply),
                           void (*rpl_marshal)(struct evbuffer *buffer, void *reply));

/** Serves a call no longer. Those under way are still answered. Returns -1 if there is none of this name. */
int evrpc_unregister_rpc(struct evrpc_base *base,
                         const char *name);

/** What EVRPC_REQUEST_DONE() calls: sends the reply, once the call has been given to its function. If the reply is not
 * complete, the client gets an error. The call is gone then, with its structs.
 */
void evrpc_request_done(struct evrpc_req_generic *req);

/** The request struct of a call being served. */
void *evrpc_get_request(struct evrpc_req_generic *req);

/** The reply struct of a call being served. */
void *evrpc_get_reply(struct evrpc_req_generic *req);

/** Makes a pool of connections. Those that have no event base get this one, unless it is NULL. NULL without memory. */
struct evrpc_pool *evrpc_pool_new(struct event_base *base);

/** Frees a pool with its connections and hooks. Of calls that have not ended nothing more is heard. */
void evrpc_pool_free(struct evrpc_pool *pool);

/** Adds a client's connection, which the pool owns from then on, and which carries calls that wait. Its timeouts are
 * the pool's, unless the program has set them. Nothing happens if the pool has it already.
 */
void evrpc_pool_add_connection(struct evrpc_pool *pool,
                               struct evhttp_connection *evcon);

/** Takes a connection away, which the program owns then. A call that it carries goes on. */
void evrpc_pool_remove_connection(struct evrpc_pool *pool, struct evhttp_connection *evcon);

/** Sets how many seconds a call may take once it is sent; 0 or less for any time. The connections get it as their
 * timeout, too.
 */
void evrpc_pool_set_timeout(struct evrpc_pool *pool,
                            int timeout_in_secs);

/** What EVRPC_MAKE_CTX() calls: makes a call without starting it. It is gone when it has ended. NULL without memory,
 * and if a name or a function is missing. request and reply must live until `cb` is called.
 */
struct evrpc_request_wrapper *evrpc_make_request_ctx(struct evrpc_pool *pool,
                                                     void *request,
                                                     void *reply,
                                                     const char *rpcname,
                                                     void (*req_marshal)(struct evbuffer *buffer,
                                                                         void *request),
                                                     void (*rpl_clear)(void *reply),
                                                     int (*rpl_unmarshal)(void *reply,
                                                                          struct evbuffer *buffer),
                                                     void (*cb)(struct evrpc_status *status,
                                                                void *request,
                                                                void *reply,
                                                                void *arg),
                                                     void *cbarg);

/** Starts a call, or has it wait until a connection of its pool has nothing else to do. Returns 0, and -1 if there is
 * no pool. In either case the function is called when the call has ended, which may be before this returns.
 */
int evrpc_make_request(struct evrpc_request_wrapper *ctx);

/** What EVRPC_MAKE_REQUEST() calls, for a call with these structs and functions. If it cannot be made, the function is
 * called with EVRPC_STATUS_ERR_UNSTARTED, and -1 returned.
 */
int evrpc_send_request_generic(struct evrpc_pool *pool,
                               void *request,
                               void *reply,
                               void (*cb)(struct evrpc_status *status,
                                          void *request,
                                          void *reply,
                                          void *arg),
                               void *cb_arg,
                               const char *rpcname,
                               void (*req_marshal)(struct evbuffer *buffer, void *request),
                               void (*rpl_clear)(void *reply),
                               int (*rpl_unmarshal)(void *reply, struct evbuffer *buffer));

/** The pool of a call being made; NULL if it is gone. */
struct evrpc_pool *evrpc_request_get_pool(struct evrpc_request_wrapper *ctx);

/** Has another pool make a call. Nothing happens once evrpc_make_request() was called. */
void evrpc_request_set_pool(struct evrpc_request_wrapper *ctx, struct evrpc_pool *pool);

/** Has another function called when a call has ended. */
void evrpc_request_set_cb(struct evrpc_request_wrapper *ctx,
                          void (*cb)(struct evrpc_status *status,
                                     void *request,
                                     void *reply,
                                     void *arg),
                          void *cb_arg);

/** Has a function called with each message of a server of calls or of a pool, behind those that were added before. It
 * gets the call, its HTTP request, the body, which it may change, and its argument, and returns one of enum
 * EVRPC_HOOK_RESULT; anything else gives the call up. Returns what names it, or NULL without memory.
 */
void *evrpc_add_hook(void *vbase,
                     enum EVRPC_HOOK_TYPE hook_type,
                     int (*cb)(void *ctx,
                               struct evhttp_request *req,
                               struct evbuffer *body,
                               void *arg),
                     void *cb_arg);

/** Removes a hook, which evrpc_add_hook() has named. Returns 1, and 0 if there is no such hook. */
int evrpc_remove_hook(void *vbase,
                      enum EVRPC_HOOK_TYPE hook_type,
                      void *handle);

/** Has a call go on that a hook has paused, or gives it up for EVRPC_TERMINATE. The hooks behind the one that paused it
 * are not called. Returns -1 if no such call is paused.
 */
int evrpc_resume_request(void *vbase,
                         void *ctx,
                         enum EVRPC_HOOK_RESULT res);

/** Attaches a copy of data to a call, for hooks that are called later. Nothing is attached without memory. */
void evrpc_hook_add_meta(void *ctx,
                         const char *key,
                         const void *data,
                         size_t data_size);

/** Finds the data that was attached first under a name, which is the call's, and its size. Returns -1 if there is none. */
int evrpc_hook_find_meta(void *ctx,
                         const char *key,
                         void **data,
                         size_t *data_size);

/** The connection of a call that hooks are called with; NULL if it is gone, and if no hook was called. */
struct evhttp_connection *evrpc_hook_get_connection(void *ctx);

/* Names from before 2.0. */
#define INPUT EVRPC_INPUT
#define OUTPUT EVRPC_OUTPUT

/* ---- Access to the members of generated structs. */

/** Whether the member is set. */
#define EVTAG_HAS(msg, member) ((msg)->member##_set == 1)

/* event2/rpc_compat.h has another form of these. */
#ifndef EVTAG_ASSIGN
/** Sets the member. */
#define EVTAG_ASSIGN(msg, member, value) (*(msg)->base->member##_assign)((msg), (value))
/** Sets the member, which is bytes, to len of them. */
#define EVTAG_ASSIGN_WITH_LEN(msg, member, value, len) \
  (*(msg)->base->member##_assign)((msg), (value), (len))
/** Stores the member in *pvalue; fails if it is not set. */
#define EVTAG_GET(msg, member, pvalue) (*(msg)->base->member##_get)((msg), (pvalue))
/** Stores the member, which is bytes, in *pvalue, and its length in *plen. */
#define EVTAG_GET_WITH_LEN(msg, member, pvalue, plen) \
  (*(msg)->base->member##_get)((msg), (pvalue), (plen))
#endif

/** Adds a value to the member, which is an array. */
#define EVTAG_ARRAY_ADD_VALUE(msg, member, value) (*(msg)->base->member##_add)((msg), (value))
/** Adds an empty struct to the member, which is an array, and gives a pointer to it. */
#define EVTAG_ARRAY_ADD(msg, member) (*(msg)->base->member##_add)(msg)
/** Stores the value at an index of the member, which is an array, in *pvalue. */
#define EVTAG_ARRAY_GET(msg, member, offset, pvalue) \
  (*(msg)->base->member##_get)((msg), (offset), (pvalue))
/** The length of the member, which is an array. */
#define EVTAG_ARRAY_LEN(msg, member) ((msg)->member##_length)

/* The generated functions as the library calls them: for structs of any type. */
#define EVRPC_NEW_(f) ((void *(*)(void *))(f))
#define EVRPC_FREE_(f) ((void (*)(void *))(f))
#define EVRPC_COMPLETE_(f) ((int (*)(void *))(f))
#define EVRPC_MARSHAL_(f) ((void (*)(struct evbuffer *, void *))(f))
#define EVRPC_UNMARSHAL_(f) ((int (*)(void *, struct evbuffer *))(f))
#define EVRPC_CLIENT_CB_(f) ((void (*)(struct evrpc_status *, void *, void *, void *))(f))
#define EVRPC_SERVER_CB_(f) ((void (*)(struct evrpc_req_generic *, void *))(f))

/* ---- Calls, by the name and the structs of each. */

/** The struct for a call being served; the library sees it as struct evrpc_req_generic. */
#define EVRPC_STRUCT(rpcname) struct evrpc_req__##rpcname

/** Declares a call: its struct, and the function behind EVRPC_MAKE_REQUEST(). For headers. */
#define EVRPC_HEADER(rpcname, reqstruct, rplystruct) \
  EVRPC_STRUCT(rpcname) { \
    struct evrpc_hook_meta *hook_meta; \
    struct reqstruct *request; \
    struct rplystruct *reply; \
    struct evrpc *rpc; \
    struct evhttp_request *http_req; \
    struct evbuffer *rpc_data; \
  }; \
  int evrpc_send_request_##rpcname( \
    struct evrpc_pool *pool, struct reqstruct *request, struct rplystruct *reply, \
    void (*cb)(struct evrpc_status *, struct reqstruct *, struct rplystruct *, void *), \
    void *cbarg);

/** Defines the function that EVRPC_HEADER() declares. For one source file. */
#define EVRPC_GENERATE(rpcname, reqstruct, rplystruct) \
  int evrpc_send_request_##rpcname( \
    struct evrpc_pool *pool, struct reqstruct *request, struct rplystruct *reply, \
    void (*cb)(struct evrpc_status *, struct reqstruct *, struct rplystruct *, void *), \
    void *cbarg) \
  { \
    return evrpc_send_request_generic(pool, request, reply, EVRPC_CLIENT_CB_(cb), cbarg, #rpcname, \
      EVRPC_MARSHAL_(reqstruct##_marshal), EVRPC_FREE_(rplystruct##_clear), \
      EVRPC_UNMARSHAL_(rplystruct##_unmarshal)); \
  }

/** Makes what evrpc_make_request() takes, or NULL: for callers that do not use EVRPC_GENERATE(). */
#define EVRPC_MAKE_CTX(rpcname, reqstruct, rplystruct, pool, request, reply, cb, cbarg) \
  evrpc_make_request_ctx(pool, request, reply, #rpcname, \
    EVRPC_MARSHAL_(reqstruct##_marshal), EVRPC_FREE_(rplystruct##_clear), \
    EVRPC_UNMARSHAL_(rplystruct##_unmarshal), EVRPC_CLIENT_CB_(cb), cbarg)

/** Makes a call. 0 if it is on its way: then cb is called with the status and the reply.
 * request and reply must live until then. */
#define EVRPC_MAKE_REQUEST(name, pool, request, reply, cb, cbarg) \
  evrpc_send_request_##name((pool), (request), (reply), (cb), (cbarg))

/** Serves a call: callback gets the EVRPC_STRUCT() and cbarg. 0 on success. */
#define EVRPC_REGISTER(base, name, request, reply, callback, cbarg) \
  evrpc_register_generic(base, #name, EVRPC_SERVER_CB_(callback), cbarg, \
    EVRPC_NEW_(request##_new_with_arg), NULL, EVRPC_FREE_(request##_free), \
    EVRPC_UNMARSHAL_(request##_unmarshal), \
    EVRPC_NEW_(reply##_new_with_arg), NULL, EVRPC_FREE_(reply##_free), \
    EVRPC_COMPLETE_(reply##_complete), EVRPC_MARSHAL_(reply##_marshal))

/** No longer serves a call. 0 on success. */
#define EVRPC_UNREGISTER(base, name) evrpc_unregister_rpc((base), #name)

/** The HTTP request beneath a call being served. */
#define EVRPC_REQUEST_HTTP(rpc_req) (rpc_req)->http_req

/** Sends the reply of a call being served, which is gone then. */
#define EVRPC_REQUEST_DONE(rpc_req) \
  do { evrpc_request_done((struct evrpc_req_generic *)(rpc_req)); } while (0)

#ifdef __cplusplus
}
#endif

#endif
