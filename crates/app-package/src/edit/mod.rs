//! Changes that somebody asks for, as edits of the text: what is not asked for keeps its order,
//! spacing, line ends and byte-order mark.

mod authorization;
mod difference;
mod style;

pub use authorization::{EditError, NewAuthorization, set_authorization};
pub use difference::{Difference, Hunk, Line, LineKind, difference};

#[cfg(test)]
mod tests;
