/** Use evtag_encode_int() instead. */
#define encode_int(evbuf, number) evtag_encode_int((evbuf), (number))
/** Use evtag_encode_int64() instead. */
#define encode_int64(evbuf, number) evtag_encode_int64((evbuf), (number))
