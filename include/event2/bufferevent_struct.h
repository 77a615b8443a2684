/* Generated from src/ffi/bufferevent_struct.rs by tests/headers.rs: edit there. */

/** The layout of struct bufferevent, for programs that read its fields. New programs use the
 * functions of event2/bufferevent.h, and none should write to the fields.
 */
#ifndef EVENT2_BUFFEREVENT_STRUCT_H_INCLUDED_
#define EVENT2_BUFFEREVENT_STRUCT_H_INCLUDED_

#include <event2/bufferevent.h>
#include <event2/event_struct.h>

#ifdef __cplusplus
extern "C" {
#endif

struct bufferevent_ops;
struct evbuffer;
struct event;
struct event_base;

/** Bounds for the length of a buffer in bytes. */
struct event_watermark {
  /** Below this there are no callbacks for reading, and those for writing begin. */
  size_t low;
  /** From here on reading pauses. 0: no bound. */
  size_t high;
};

/** A connection with its buffers. */
struct bufferevent {
  /** The base. */
  struct event_base *ev_base;
  /** The kind of this bufferevent. */
  const struct bufferevent_ops *be_ops;
  /** The event for reading, or for the read timeout alone. */
  struct event ev_read;
  /** The event for writing, or for the write timeout alone. */
  struct event ev_write;
  /** What has come in. Belongs to the bufferevent. */
  struct evbuffer *input;
  /** What is to go out. Belongs to the bufferevent. */
  struct evbuffer *output;
  /** Bounds for the input. */
  struct event_watermark wm_read;
  /** Bounds for the output. */
  struct event_watermark wm_write;
  /** Called when there is data to read. */
  bufferevent_data_cb readcb;
  /** Called when the output has drained. */
  bufferevent_data_cb writecb;
  /** Called for everything else. */
  bufferevent_event_cb errorcb;
  /** The argument of the callbacks. */
  void *cbarg;
  /** How long reading may take; zero for no limit. */
  struct timeval timeout_read;
  /** How long writing may take; zero for no limit. */
  struct timeval timeout_write;
  /** Which directions are enabled: EV_READ and EV_WRITE. */
  short enabled;
};

#ifdef __cplusplus
}
#endif

#endif
