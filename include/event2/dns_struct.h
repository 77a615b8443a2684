/* Generated from src/ffi/dns_struct.rs by tests/headers.rs: edit there. */

/** What a DNS server sees of a request. */
#ifndef EVENT2_DNS_STRUCT_H_INCLUDED_
#define EVENT2_DNS_STRUCT_H_INCLUDED_

#include <event2/util.h>

#ifdef __cplusplus
extern "C" {
#endif

/* C++ has other uses for the word. */
#ifndef __cplusplus
#define dns_question_class class
#endif

/** One question. */
struct evdns_server_question {
  /** EVDNS_TYPE_ or EVDNS_QTYPE_. */
  int type;
  /** EVDNS_CLASS_INET or another class. The field's name is `class` in C. */
  int dns_question_class;
  /** The name asked for: the text goes on behind the struct. */
  char name[1];
};

/** A request with its questions, for the callback of a server port. */
struct evdns_server_request {
  /** EVDNS_FLAGS_ values. */
  int flags;
  /** How many questions there are. */
  int nquestions;
  /** The questions. */
  struct evdns_server_question **questions;
};

#ifdef __cplusplus
}
#endif

#endif
