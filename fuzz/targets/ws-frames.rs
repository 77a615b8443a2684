#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| event_rs::ws_fuzzing::frames(data));
