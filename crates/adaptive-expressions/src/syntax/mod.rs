//! From text to a compiled tree: lexer, parser, static checks, printing.

pub(crate) mod ast;
mod check;
mod interpolation;
mod lexer;
mod parser;
mod print;
pub(crate) mod source;
mod strings;

pub use interpolation::Part;
pub(crate) use interpolation::{join, parse_braced, parse_interpolated};
pub(crate) use parser::parse;
