//! See [`fuzz::openapi_yaml`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::openapi_yaml(bytes));
