//! What the published schemas say: one rule for each kind of constraint, over documents of all kinds.

mod malformed_text;
mod malformed_uri;
mod missing_property;
mod no_form;
mod number_out_of_range;
mod repeated_item;
mod several_forms;
mod text_too_long;
mod text_too_short;
mod too_few_items;
mod too_few_properties;
mod too_many_items;
mod unknown_property;
mod unlisted_value;
mod wrong_constant;
mod wrong_type;

mod repair;
mod words;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &malformed_text::RULE,
    &malformed_uri::RULE,
    &missing_property::RULE,
    &no_form::RULE,
    &number_out_of_range::RULE,
    &repeated_item::RULE,
    &several_forms::RULE,
    &text_too_long::RULE,
    &text_too_short::RULE,
    &too_few_items::RULE,
    &too_few_properties::RULE,
    &too_many_items::RULE,
    &unknown_property::RULE,
    &unlisted_value::RULE,
    &wrong_constant::RULE,
    &wrong_type::RULE,
];

use crate::diagnostic::{Diagnostic, Diagnostics, Range};
use crate::document::Cursor;
use crate::schema::{Id, Kind, Violation, ViolationKind, check};

/// Findings of a document by its schema, without those about which a rule has `said` more.
pub(crate) fn check_document(
    root: &Cursor<'_>,
    kind: Kind,
    version: &str,
    id: Id,
    said: &[Diagnostic],
    found: &mut Diagnostics,
) {
    for violation in check(id, root) {
        let known = said.iter().any(|other| {
            other.file == root.document.file
                && (other.pointer == violation.subject || other.pointer == violation.place.pointer)
        });
        if known || explained(&violation, said) {
            continue;
        }
        let rule = rule_of(&violation.kind);
        let (message, fix) = words::say(root, kind, version, id, &violation);
        let edits = repair::edits(root, id, &violation);
        found.fixed(rule, &violation.place, message, fix, edits);
        // An unknown property is its name's fault, not its value's.
        if let Some(key) = violation.key {
            found.move_last(Range::of(root.document, key));
        }
    }
}

/// What only follows from another finding: before 1.26 the type and its configuration are unknown.
fn explained(violation: &Violation<'_>, said: &[Diagnostic]) -> bool {
    matches!(violation.kind, ViolationKind::Unknown(_))
        && violation
            .subject
            .to_lowercase()
            .ends_with("/authorization/oauthconfiguration")
        && said.iter().any(|other| other.name == "oauth-before-1-26")
}

fn rule_of(kind: &ViolationKind) -> &'static Rule {
    match kind {
        ViolationKind::Unknown(_) | ViolationKind::PropertyName | ViolationKind::Never => {
            &unknown_property::RULE
        }
        ViolationKind::Missing(_) => &missing_property::RULE,
        ViolationKind::Type(_) => &wrong_type::RULE,
        ViolationKind::Enum(_) => &unlisted_value::RULE,
        ViolationKind::Const(_) => &wrong_constant::RULE,
        ViolationKind::TooLong(_) => &text_too_long::RULE,
        ViolationKind::TooShort(_) => &text_too_short::RULE,
        ViolationKind::Pattern(_) => &malformed_text::RULE,
        ViolationKind::Format(_) => &malformed_uri::RULE,
        ViolationKind::TooMany(_) => &too_many_items::RULE,
        ViolationKind::TooFew(_) => &too_few_items::RULE,
        ViolationKind::Repeated => &repeated_item::RULE,
        ViolationKind::TooSmall(_) | ViolationKind::TooLarge(_) => &number_out_of_range::RULE,
        ViolationKind::TooFewProperties(_) => &too_few_properties::RULE,
        ViolationKind::NoForm => &no_form::RULE,
        ViolationKind::ManyForms => &several_forms::RULE,
    }
}

/// The property or item that a violation is about, for a sentence.
fn name_of(violation: &Violation<'_>) -> String {
    match violation.subject.rsplit_once('/') {
        None => "the file".to_owned(),
        Some((above, name)) if name.bytes().all(|byte| byte.is_ascii_digit()) => {
            let list = above.rsplit('/').next().unwrap_or_default();
            format!("{list}[{name}]")
        }
        Some((_, name)) => name.replace("~1", "/").replace("~0", "~"),
    }
}
