/* As the marks in event2/keyvalq_struct.h. */
#ifndef LIST_ENTRY
#define EVENT_DEFINED_LISTENTRY_
#endif
#ifndef LIST_HEAD
#define EVENT_DEFINED_LISTHEAD_
#endif
