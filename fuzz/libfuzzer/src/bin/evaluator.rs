//! See [`fuzz::evaluator`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::evaluator(bytes));
