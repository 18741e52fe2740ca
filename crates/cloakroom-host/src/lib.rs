//! The invoke pipeline: command, credential, request, call, cards, and its trace.
#![forbid(unsafe_code)]
