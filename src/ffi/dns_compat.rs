//! Functions of libevent 1.x that work on one resolver for the whole program. New programs use
//! event2/dns.h.
