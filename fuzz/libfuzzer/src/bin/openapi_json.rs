//! See [`fuzz::openapi_json`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::openapi_json(bytes));
