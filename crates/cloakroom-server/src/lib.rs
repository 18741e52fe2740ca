//! Routes by plane, identity of callers, errors as problem+json.
#![forbid(unsafe_code)]
