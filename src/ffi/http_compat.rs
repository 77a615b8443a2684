//! Older functions for HTTP. New programs use event2/http.h alone.
