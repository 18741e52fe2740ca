//! Mechanical fixes: edits of the text that leave order, spacing and comments as they are.

mod apply;
mod json;

use serde::Serialize;

pub(crate) use apply::edited;
pub use apply::{Fixed, fix, fix_file};
pub(crate) use json::{
    insert_member, insertion, literal, remove_item, remove_member, rename_key, replace,
};

/// Replaces a part of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// The file's name in the package.
    pub file: String,
    /// First byte, a byte-order mark not counted.
    pub start: usize,
    /// Byte after the last; equal to `start` where something is inserted.
    pub end: usize,
    /// What stands there instead.
    pub text: String,
}

#[cfg(test)]
mod tests;
