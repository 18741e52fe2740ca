//! Files: the archive, encodings, syntax, names.

mod archive_refused;
mod duplicate_key;
mod file_missing;
mod file_name_refused;
mod file_not_utf8;
mod manifest_missing;
mod not_installable;
mod over_limits;
mod syntax;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &archive_refused::RULE,
    &duplicate_key::RULE,
    &file_missing::RULE,
    &file_name_refused::RULE,
    &file_not_utf8::RULE,
    &manifest_missing::RULE,
    &not_installable::RULE,
    &over_limits::RULE,
    &syntax::RULE,
];

pub(crate) use archive_refused::RULE as ARCHIVE_REFUSED;
pub(crate) use not_installable::RULE as NOT_INSTALLABLE;
