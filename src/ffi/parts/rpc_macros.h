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
