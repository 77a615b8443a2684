/** The length of a buffer. Use evbuffer_get_length() instead. */
#define EVBUFFER_LENGTH(x) evbuffer_get_length(x)
/** All data of a buffer in one piece. Use evbuffer_pullup() instead. */
#define EVBUFFER_DATA(x) evbuffer_pullup((x), -1)
