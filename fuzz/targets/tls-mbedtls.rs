#![cfg_attr(feature = "libfuzzer", no_main)]

use event_mbedtls::context as library;

#[path = "../src/tls.rs"]
mod tls;

libevent_rs_fuzz::target!(tls::run);
