//! The types of secrets, sealing and opening, keys and their rotation. No I/O.
#![forbid(unsafe_code)]
