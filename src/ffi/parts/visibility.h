/** Put before a function that the library exports; programs need nothing there. */
#define EVENT2_EXPORT_SYMBOL
/** The same, for a function of the core library. */
#define EVENT2_CORE_EXPORT_SYMBOL EVENT2_EXPORT_SYMBOL
