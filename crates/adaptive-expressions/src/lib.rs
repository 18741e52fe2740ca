//! The Adaptive Expressions language: lexer, parser, evaluator and the prebuilt functions.
#![forbid(unsafe_code)]
