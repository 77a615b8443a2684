/* Generated from src/ffi/dns_record.rs by tests/headers.rs: edit there. */

/** Records of any type: what evdns can be asked for besides addresses and names of addresses.
 *
 * This header is no part of the original libevent.
 */
#ifndef EVENT2_DNS_RECORD_H_INCLUDED_
#define EVENT2_DNS_RECORD_H_INCLUDED_

#include <event2/dns.h>

#ifdef __cplusplus
extern "C" {
#endif

struct evdns_base;
struct evdns_request;

/** Type of record: where a service is (RFC 2782). */
#define EVDNS_TYPE_SRV 33

/** Type of record: who may issue certificates (RFC 8659). */
#define EVDNS_TYPE_CAA 257

/** A mail server. */
struct evdns_record_mx {
  /** The lowest is tried first. */
  int preference;
  /** The mail server's name. */
  const char *exchange;
};

/** Where a service is. */
struct evdns_record_srv {
  /** The lowest is tried first. */
  int priority;
  /** The share of those of the same priority. */
  int weight;
  /** The port. */
  int port;
  /** The host's name. */
  const char *target;
};

/** The start of a zone. */
struct evdns_record_soa {
  /** The first name server. */
  const char *server;
  /** Whom to write to; the first dot stands for an at sign. */
  const char *mailbox;
  /** The version of the zone. */
  unsigned int serial;
  /** After how many seconds secondary servers look again. */
  unsigned int refresh;
  /** After how many seconds they try again, if that failed. */
  unsigned int retry;
  /** After how many seconds in vain they give up. */
  unsigned int expire;
  /** For how many seconds it holds that there is no record. */
  unsigned int minimum;
};

/** Texts. None of them ends with a NUL byte; they may contain any bytes. */
struct evdns_record_txt {
  /** How many there are, at least one. */
  int count;
  /** All of them, each after a byte that says how long it is. */
  const uint8_t *strings;
};

/** Who may issue certificates. */
struct evdns_record_caa {
  /** 128: who does not understand the tag must not issue. */
  int flags;
  /** What the record says; `tag_len` bytes. */
  const char *tag;
  /** See `tag`. */
  int tag_len;
  /** The rest; `value_len` bytes. */
  const char *value;
  /** See `value`. */
  int value_len;
};

/** The data of a record. */
union evdns_record_data {
  /** EVDNS_TYPE_A: in network byte order. */
  uint8_t a[4];
  /** EVDNS_TYPE_AAAA. */
  uint8_t aaaa[16];
  /** EVDNS_TYPE_NS, EVDNS_TYPE_CNAME, EVDNS_TYPE_PTR: a name. */
  const char *name;
  /** EVDNS_TYPE_MX. */
  struct evdns_record_mx mx;
  /** EVDNS_TYPE_SRV. */
  struct evdns_record_srv srv;
  /** EVDNS_TYPE_SOA. */
  struct evdns_record_soa soa;
  /** EVDNS_TYPE_TXT. */
  struct evdns_record_txt txt;
  /** EVDNS_TYPE_CAA. */
  struct evdns_record_caa caa;
};

/** A record. What it points to is valid during the callback only. */
struct evdns_record {
  /** Whom it is about. */
  const char *name;
  /** EVDNS_TYPE_ or another type: it says which member of `data` is set. */
  int type;
  /** For how many seconds it holds. */
  unsigned int ttl;
  /** The data as they came, and how many bytes they are. Names in them may be compressed. */
  const uint8_t *raw;
  /** See `raw`. */
  size_t raw_len;
  /** The data, decoded. */
  union evdns_record_data data;
};

/** Called with the answer to evdns_base_resolve_record(): a DNS_ERR_ value; if that is DNS_ERR_NONE, how
 * many records of the answer section there are, of the type asked for and of those that led to them
 * (CNAME), and the records.
 */
typedef void (*evdns_record_callback_type)(int result,
                                           int count,
                                           const struct evdns_record *records,
                                           void *arg);

/** Asks for the records of a type: EVDNS_TYPE_ values, EVDNS_QTYPE_ALL, or any other number up to 65535.
 * `flags` are DNS_QUERY_ values. The callback is called once, from the loop. NULL, without a call, if
 * the name or the type is none; evdns_cancel_request() takes back what this returns.
 */
struct evdns_request *evdns_base_resolve_record(struct evdns_base *base,
                                                const char *name,
                                                int type,
                                                int flags,
                                                evdns_record_callback_type callback,
                                                void *arg);

#ifdef __cplusplus
}
#endif

#endif
