//! The rules: one a file, whose doc comment is its page (`cloakroom explain`, `docs/rules.md`).
//!
//! | codes | about |
//! | --- | --- |
//! | `F…` | files: the archive, encodings, syntax, names |
//! | `S…` | what the published schemas say, one rule for each kind of constraint |
//! | `M…` | the app manifest |
//! | `T…` | response rendering templates and their cards |
//! | `O…` | the OpenAPI description |
//! | `X…` | files against each other |
//! | `I…` | icons |
//! | `P…` | declarative agents and API plugins |
//! | `R…` | the registration, and what the store wants |
//!
//! A code is never given to another rule. A rule says what is wrong by one of three ways: a check
//! of its own, a problem that reading the package reports (`reads`), or the schema's table.

mod context;
#[macro_use]
mod rule;

mod api;
mod card;
mod files;
mod icons;
mod manifest;
mod package;
mod plugin;
mod registration;
mod rendering;
mod schema;

pub(crate) use context::{Command, Context, FileKind, Loaded, MANIFEST, extension};
pub(crate) use files::{ARCHIVE_REFUSED, NOT_INSTALLABLE};
pub(crate) use rule::Reads;
pub use rule::{AppliesTo, Authority, Rule};
pub(crate) use schema::check_document;

/// All rules, by code.
pub fn rules() -> Vec<&'static Rule> {
    let mut all: Vec<&'static Rule> = [
        files::RULES,
        schema::RULES,
        manifest::RULES,
        rendering::RULES,
        api::RULES,
        package::RULES,
        icons::RULES,
        plugin::RULES,
        registration::RULES,
    ]
    .concat();
    all.sort_by_key(|rule| rule.code);
    all
}

/// A rule by its code or name, without case.
pub fn rule(code_or_name: &str) -> Option<&'static Rule> {
    rules().into_iter().find(|rule| {
        rule.code.eq_ignore_ascii_case(code_or_name) || rule.name.eq_ignore_ascii_case(code_or_name)
    })
}

#[cfg(test)]
mod tests;
