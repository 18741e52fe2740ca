//! See [`fuzz::templating`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::templating(bytes));
