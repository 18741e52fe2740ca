//! See [`fuzz::json_path`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::json_path(bytes));
