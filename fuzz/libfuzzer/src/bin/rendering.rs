//! See [`fuzz::rendering`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::rendering(bytes));
