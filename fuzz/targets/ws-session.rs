#![cfg_attr(feature = "libfuzzer", no_main)]

libevent_rs_fuzz::target!(event_rs::ws_session_fuzzing::session);
