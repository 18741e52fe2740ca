//! Sentences of the schema's rules.

use super::name_of;
use crate::document::{Cursor, NodeValue};
use crate::schema::{Format, Id, Kind, Literal, Violation, ViolationKind, at, hint, names};

/// What is wrong, and how to mend it.
pub(super) fn say(
    root: &Cursor<'_>,
    kind: Kind,
    version: &str,
    id: Id,
    violation: &Violation<'_>,
) -> (String, String) {
    let name = name_of(violation);
    let of = document(kind, version);
    let written = written(&violation.place);
    match &violation.kind {
        ViolationKind::Unknown(known) => unknown(kind, violation, known, &name, &of),
        ViolationKind::Never => (format!("{of} has no {name}."), format!("Remove {name}.")),
        ViolationKind::Missing(name) => {
            let at = match violation.place.pointer.as_str() {
                "" => of,
                _ => within(violation),
            };
            (
                format!("{at} has no {name}."),
                format!("Add {name}{}.", example(root, id, violation)),
            )
        }
        ViolationKind::Type(types) => (
            format!(
                "{name} is {}, not {}.",
                violation.place.node.kind(),
                types.join(" or ")
            ),
            format!(
                "Write {}.",
                types.first().copied().unwrap_or("another value")
            ),
        ),
        ViolationKind::Enum(all) => (
            format!("{name} is {written}, which is not among the values of {of}."),
            format!("Write {}.", list(all)),
        ),
        ViolationKind::Const(one) => (
            format!("{name} is {written}."),
            format!("Write {}.", one.to_value()),
        ),
        ViolationKind::TooLong(most) => (
            format!(
                "{name} has {} characters; {most} are allowed.",
                length(&violation.place)
            ),
            format!("Shorten it to {most} characters."),
        ),
        ViolationKind::TooShort(least) => (
            format!(
                "{name} has {} characters; {least} are the least.",
                length(&violation.place)
            ),
            format!("Write at least {least} characters."),
        ),
        ViolationKind::Pattern(source) => match hint(source) {
            Some(hint) => (
                format!("{name} is {written}, not {hint}."),
                format!("Write {hint}."),
            ),
            None => (
                format!("{name} is {written}, which does not have the form {source}."),
                "Write a text of this form.".to_owned(),
            ),
        },
        ViolationKind::Format(Format::Uri) => (
            format!("{name} is {written}, not an absolute URI."),
            "Write an absolute URI such as https://contoso.example/.".to_owned(),
        ),
        ViolationKind::Format(Format::Email) => (
            format!("{name} is {written}, not an e-mail address."),
            "Write an address such as help@contoso.example.".to_owned(),
        ),
        ViolationKind::TooMany(most) => (
            format!(
                "{name} has {} items; {most} are allowed.",
                items(&violation.place)
            ),
            format!("Remove items until {most} are left."),
        ),
        ViolationKind::TooFew(least) => (
            format!(
                "{name} has {} items; {least} are the least.",
                items(&violation.place)
            ),
            format!("Add items, or remove {name}."),
        ),
        ViolationKind::Repeated => (
            format!("{name} stands in the list before."),
            "Remove it.".to_owned(),
        ),
        ViolationKind::TooSmall(least) => (
            format!("{name} is {written}; {least} is the least."),
            format!("Write {least} or more."),
        ),
        ViolationKind::TooLarge(most) => (
            format!("{name} is {written}; {most} is the most."),
            format!("Write {most} or less."),
        ),
        ViolationKind::PropertyName => (
            format!("The name {name:?} does not have the form that {of} wants."),
            "Write another name.".to_owned(),
        ),
        ViolationKind::TooFewProperties(least) => (
            format!("{name} has fewer than {least} properties."),
            format!("Add one, or remove {name}."),
        ),
        ViolationKind::NoForm => (
            format!("{name} fits none of the forms that {of} knows."),
            "Write one of the forms that the documentation shows.".to_owned(),
        ),
        ViolationKind::ManyForms => (
            format!("{name} has properties of forms that exclude each other."),
            "Remove the properties of all forms but one.".to_owned(),
        ),
    }
}

fn document(kind: Kind, version: &str) -> String {
    match kind {
        Kind::Manifest => format!("manifestVersion {version}"),
        Kind::Template => "a response rendering template".to_owned(),
        Kind::Plugin => format!("an API plugin manifest {version}"),
    }
}

fn unknown(
    kind: Kind,
    violation: &Violation<'_>,
    known: &[&'static str],
    name: &str,
    of: &str,
) -> (String, String) {
    let place = match violation.place.pointer.rsplit_once('/') {
        Some(("", _)) | None => of.to_owned(),
        Some((above, _)) => format!("{} of {of}", place_name(above)),
    };
    let message = format!("{place} has no property {name:?}.");
    let fix = if let Some(nearest) = nearest(name, known) {
        format!("Did you mean {nearest:?}?")
    } else if let Some(since) = since(kind, violation, name) {
        format!("Remove it; {since} has it.")
    } else {
        format!("Remove {name:?}.")
    };
    (capital(&message), fix)
}

/// The name that is nearly this one.
pub(super) fn nearest(name: &str, known: &[&'static str]) -> Option<&'static str> {
    known
        .iter()
        .map(|other| {
            (
                strsim::jaro_winkler(&name.to_lowercase(), &other.to_lowercase()),
                *other,
            )
        })
        .filter(|(likeness, _)| *likeness > 0.88)
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .map(|(_, name)| name)
}

/// The first version that knows a property at this place.
fn since(kind: Kind, violation: &Violation<'_>, name: &str) -> Option<String> {
    let (above, _) = violation.place.pointer.rsplit_once('/')?;
    let (version, _) = kind.versions().iter().find(|(_, root)| {
        at(*root, above).is_some_and(|id| names(id).any(|known| known == name))
    })?;
    Some(document(kind, version))
}

/// What could be added, where the schema leaves a choice of few.
fn example(root: &Cursor<'_>, id: Id, violation: &Violation<'_>) -> String {
    let _ = root;
    let Some(id) = at(id, &violation.subject) else {
        return String::new();
    };
    let values = crate::schema::values(id);
    if values.is_empty() || values.len() > 4 {
        String::new()
    } else {
        format!(": {}", list(&values))
    }
}

fn within(violation: &Violation<'_>) -> String {
    place_name(&violation.place.pointer)
}

/// The last name of a pointer; of an item, the list with the index.
fn place_name(pointer: &str) -> String {
    let mut tokens = pointer.rsplit('/');
    let last = tokens.next().unwrap_or_default();
    if !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()) {
        return format!("{}[{last}]", tokens.next().unwrap_or_default());
    }
    last.replace("~1", "/").replace("~0", "~")
}

fn list(all: &[Literal]) -> String {
    let texts: Vec<String> = all.iter().map(|one| one.to_value().to_string()).collect();
    match texts.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

/// A value as it is written, cut where it is long.
fn written(place: &Cursor<'_>) -> String {
    let text = match &place.node.value {
        NodeValue::Object(_) | NodeValue::Array(_) => return place.node.kind().to_owned(),
        _ => place.node.to_value().to_string(),
    };
    if text.chars().count() <= 60 {
        return text;
    }
    format!("{}\u{2026}", text.chars().take(59).collect::<String>())
}

fn length(place: &Cursor<'_>) -> usize {
    place.node.as_str().map_or(0, |text| text.chars().count())
}

fn items(place: &Cursor<'_>) -> usize {
    place.items().len()
}

fn capital(text: &str) -> String {
    match text.strip_prefix("a response") {
        Some(rest) => format!("A response{rest}"),
        None => match text.strip_prefix("an API") {
            Some(rest) => format!("An API{rest}"),
            None => text.to_owned(),
        },
    }
}
