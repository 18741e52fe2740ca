//! Adaptive Cards Templating: templates compiled once, expanded over JSON many times; and jsonPath.
#![forbid(unsafe_code)]
