//! Zip archives, read in memory and strictly: one archive, one meaning.
//!
//! A lenient reader and a strict one see different files in the same bytes, and that difference
//! is an attack (astral-sh/uv#15136). So the whole archive has to be explained: local headers,
//! data, central directory and end record lie one after the other from the first byte to the last,
//! without gap or overlap, and say the same. [`layout`] proves that; only then is anything
//! inflated, counted byte by byte.

mod error;
mod layout;
mod name;
mod read;
mod write;

pub use error::ReadError;
pub use read::read_zip;
pub use write::PackError;

pub(crate) use name::{Kind, check as check_name, key as name_key, kind as name_kind};
pub(crate) use write::write;

#[cfg(test)]
mod tests;
