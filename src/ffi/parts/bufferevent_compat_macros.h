/** Use bufferevent_data_cb instead. */
#define evbuffercb bufferevent_data_cb
/** Use bufferevent_event_cb instead. */
#define everrorcb bufferevent_event_cb

/** The input buffer. Use bufferevent_get_input() instead. */
#define EVBUFFER_INPUT(x) bufferevent_get_input(x)
/** The output buffer. Use bufferevent_get_output() instead. */
#define EVBUFFER_OUTPUT(x) bufferevent_get_output(x)
