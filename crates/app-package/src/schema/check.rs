//! Runs a row of the table over a document.

use super::{Format, Id, Keyword, Literal, TYPES, format, keywords, pattern};
use crate::document::{Cursor, Node, NodeValue, Span};

/// One constraint that does not hold.
#[derive(Clone, Debug)]
pub(crate) struct Violation<'a> {
    pub(crate) kind: ViolationKind,
    /// The value that breaks it.
    pub(crate) place: Cursor<'a>,
    /// For an unknown property, where its name stands.
    pub(crate) key: Option<Span>,
    /// JSON pointer of what it is about: for a missing property, where that would stand.
    pub(crate) subject: String,
}

/// Which constraint, with what the schema wants.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ViolationKind {
    /// `additionalProperties`, `propertyNames` with a list: the names that are known here.
    Unknown(Vec<&'static str>),
    /// `required`.
    Missing(&'static str),
    /// `type`: the types it may have.
    Type(Vec<&'static str>),
    Enum(Vec<Literal>),
    Const(Literal),
    TooLong(usize),
    TooShort(usize),
    /// As published.
    Pattern(&'static str),
    Format(Format),
    TooMany(usize),
    TooFew(usize),
    Repeated,
    TooSmall(f64),
    TooLarge(f64),
    TooFewProperties(usize),
    /// `propertyNames` without a list.
    PropertyName,
    /// `anyOf`, `oneOf`: fits none of them; the sentence of the nearest one.
    NoForm,
    /// `oneOf`, `not`: fits more than it may.
    ManyForms,
    /// The schema `false`.
    Never,
}

/// All violations of a schema, in the order of the document as far as the table keeps it.
pub(crate) fn check<'a>(id: Id, at: &Cursor<'a>) -> Vec<Violation<'a>> {
    let mut found = Vec::new();
    schema(id, at, &mut found);
    found.sort_by_key(|violation| violation.place.node.span.start);
    found
}

/// Recursion is bounded by the table, whose rows refer to earlier rows only.
fn schema<'a>(id: Id, at: &Cursor<'a>, found: &mut Vec<Violation<'a>>) {
    let rows = keywords(id);
    // The wrong type makes every other complaint about a value noise.
    for keyword in rows {
        if let Keyword::Types(bits) = keyword
            && !has_type(at.node, *bits)
        {
            let names = TYPES.iter().filter(|(bit, _)| bits & bit != 0);
            let kind = ViolationKind::Type(names.map(|(_, name)| *name).collect());
            return found.push(violation(kind, at));
        }
    }
    for keyword in rows {
        match &at.node.value {
            NodeValue::Object(_) => object(*keyword, rows, at, found),
            NodeValue::Array(_) => array(*keyword, at, found),
            NodeValue::String(text) => string(*keyword, text, at, found),
            NodeValue::Number(number) => numeric(*keyword, number.as_f64(), at, found),
            NodeValue::Null | NodeValue::Bool(_) => {}
        }
        any(*keyword, at, found);
    }
}

fn fits(id: Id, at: &Cursor<'_>) -> bool {
    let mut found = Vec::new();
    schema(id, at, &mut found);
    found.is_empty()
}

fn violation<'a>(kind: ViolationKind, place: &Cursor<'a>) -> Violation<'a> {
    Violation {
        kind,
        place: place.clone(),
        key: None,
        subject: place.pointer.clone(),
    }
}

fn has_type(node: &Node, bits: u8) -> bool {
    let own = match &node.value {
        NodeValue::Null => 1,
        NodeValue::Bool(_) => 2,
        NodeValue::Number(number) if number.is_i64() || number.is_u64() => 4 | 8,
        NodeValue::Number(_) => 8,
        NodeValue::String(_) => 16,
        NodeValue::Array(_) => 32,
        NodeValue::Object(_) => 64,
    };
    own & bits != 0
}

fn is(node: &Node, literal: Literal) -> bool {
    match (&node.value, literal) {
        (NodeValue::Null, Literal::Null) => true,
        (NodeValue::String(text), Literal::Text(wanted)) => text == wanted,
        // JSON schema compares numbers by value: 16.0 is 16.
        #[allow(clippy::cast_precision_loss, clippy::float_cmp)]
        (NodeValue::Number(number), Literal::Integer(wanted)) => {
            number.as_f64() == Some(wanted as f64)
        }
        _ => false,
    }
}

/// Keywords for values of any type.
fn any<'a>(keyword: Keyword, at: &Cursor<'a>, found: &mut Vec<Violation<'a>>) {
    match keyword {
        Keyword::Never => found.push(violation(ViolationKind::Never, at)),
        Keyword::Enum(all) if !all.iter().any(|one| is(at.node, *one)) => {
            found.push(violation(ViolationKind::Enum(all.to_vec()), at));
        }
        Keyword::Const(one) if !is(at.node, one) => {
            found.push(violation(ViolationKind::Const(one), at));
        }
        Keyword::AllOf(all) => all.iter().for_each(|id| schema(*id, at, found)),
        Keyword::If(condition, then) if fits(condition, at) => schema(then, at, found),
        Keyword::Not(id) if fits(id, at) => found.push(violation(ViolationKind::ManyForms, at)),
        Keyword::AnyOf(all) if !all.iter().any(|id| fits(*id, at)) => nearest(all, at, found),
        Keyword::OneOf(all) => match all.iter().filter(|id| fits(**id, at)).count() {
            0 => nearest(all, at, found),
            1 => {}
            _ => found.push(violation(ViolationKind::ManyForms, at)),
        },
        _ => {}
    }
}

/// Of several forms that don't fit, what keeps the nearest from fitting: the one with the fewest
/// violations, if no other has as few.
fn nearest<'a>(all: &[Id], at: &Cursor<'a>, found: &mut Vec<Violation<'a>>) {
    let mut tries: Vec<Vec<Violation<'a>>> = all
        .iter()
        .map(|id| {
            let mut found = Vec::new();
            schema(*id, at, &mut found);
            found
        })
        .collect();
    tries.sort_by_key(Vec::len);
    match tries.as_mut_slice() {
        [only] => found.append(only),
        [best, second, ..] if best.len() < second.len() => found.append(best),
        _ => found.push(violation(ViolationKind::NoForm, at)),
    }
}

fn object<'a>(
    keyword: Keyword,
    rows: &'static [Keyword],
    at: &Cursor<'a>,
    found: &mut Vec<Violation<'a>>,
) {
    match keyword {
        Keyword::Properties(all) => {
            for (name, id) in all {
                if let Some(member) = at.get(name) {
                    schema(*id, &member, found);
                }
            }
        }
        Keyword::PatternProperties(all) => {
            for (name, member) in at.members() {
                for (index, id) in all {
                    if pattern::matches(*index, name) {
                        schema(*id, &member, found);
                    }
                }
            }
        }
        Keyword::AdditionalProperties(id) => {
            for (name, member) in at.members() {
                if !is_declared(rows, name) {
                    if keywords(id)
                        .iter()
                        .any(|keyword| matches!(keyword, Keyword::Never))
                    {
                        found.push(unknown(at, name, &member, declared(rows)));
                    } else {
                        schema(id, &member, found);
                    }
                }
            }
        }
        Keyword::PropertyNames(id) => {
            for (name, member) in at.members() {
                property_name(id, at, name, &member, found);
            }
        }
        Keyword::Required(names) => {
            for name in names.iter().filter(|name| at.get(name).is_none()) {
                found.push(Violation {
                    subject: format!("{}/{}", at.pointer, crate::document::escape(name)),
                    ..violation(ViolationKind::Missing(name), at)
                });
            }
        }
        Keyword::MinProperties(least) if at.members().len() < least => {
            found.push(violation(ViolationKind::TooFewProperties(least), at));
        }
        Keyword::Dependencies(all) => {
            for (name, id) in all {
                if at.get(name).is_some() {
                    schema(*id, at, found);
                }
            }
        }
        _ => {}
    }
}

/// A name against a schema for names: here always a list of names or a pattern.
fn property_name<'a>(
    id: Id,
    object: &Cursor<'a>,
    name: &str,
    member: &Cursor<'a>,
    found: &mut Vec<Violation<'a>>,
) {
    for keyword in keywords(id) {
        let fits = match keyword {
            Keyword::Enum(all) => {
                if all.contains_text(name) {
                    continue;
                }
                let names = all.iter().filter_map(|one| match one {
                    Literal::Text(text) => Some(*text),
                    _ => None,
                });
                return found.push(unknown(object, name, member, names.collect()));
            }
            Keyword::Pattern(index) => pattern::matches(*index, name),
            Keyword::MaxLength(most) => name.chars().count() <= *most,
            Keyword::MinLength(least) => name.chars().count() >= *least,
            _ => true,
        };
        if !fits {
            let key = key_of(object, name);
            return found.push(Violation {
                key,
                ..violation(ViolationKind::PropertyName, member)
            });
        }
    }
}

trait ContainsText {
    fn contains_text(&self, text: &str) -> bool;
}

impl ContainsText for [Literal] {
    fn contains_text(&self, text: &str) -> bool {
        self.iter()
            .any(|one| matches!(one, Literal::Text(known) if *known == text))
    }
}

fn unknown<'a>(
    object: &Cursor<'a>,
    name: &str,
    member: &Cursor<'a>,
    known: Vec<&'static str>,
) -> Violation<'a> {
    Violation {
        key: key_of(object, name),
        ..violation(ViolationKind::Unknown(known), member)
    }
}

fn key_of(object: &Cursor<'_>, name: &str) -> Option<Span> {
    match &object.node.value {
        NodeValue::Object(members) => members.get(name).map(|member| member.key),
        _ => None,
    }
}

fn is_declared(rows: &'static [Keyword], name: &str) -> bool {
    rows.iter().any(|keyword| match keyword {
        Keyword::Properties(all) => all.iter().any(|(known, _)| *known == name),
        Keyword::PatternProperties(all) => {
            all.iter().any(|(index, _)| pattern::matches(*index, name))
        }
        _ => false,
    })
}

fn declared(rows: &'static [Keyword]) -> Vec<&'static str> {
    rows.iter()
        .find_map(|keyword| match keyword {
            Keyword::Properties(all) => Some(all.iter().map(|(name, _)| *name).collect()),
            _ => None,
        })
        .unwrap_or_default()
}

fn array<'a>(keyword: Keyword, at: &Cursor<'a>, found: &mut Vec<Violation<'a>>) {
    let NodeValue::Array(nodes) = &at.node.value else {
        return;
    };
    match keyword {
        Keyword::Items(id) => at.items().iter().for_each(|item| schema(id, item, found)),
        Keyword::MinItems(least) if nodes.len() < least => {
            found.push(violation(ViolationKind::TooFew(least), at));
        }
        Keyword::MaxItems(most) if nodes.len() > most => {
            found.push(violation(ViolationKind::TooMany(most), at));
        }
        Keyword::UniqueItems(true) => {
            let values: Vec<_> = nodes.iter().map(Node::to_value).collect();
            let again = (1..values.len()).find(|index| {
                values[..*index]
                    .iter()
                    .any(|other| equal(other, &values[*index]))
            });
            if let Some(place) = again.and_then(|index| at.items().into_iter().nth(index)) {
                found.push(violation(ViolationKind::Repeated, &place));
            }
        }
        _ => {}
    }
}

/// JSON schema compares numbers by value.
fn equal(left: &serde_json::Value, right: &serde_json::Value) -> bool {
    use serde_json::Value;
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            left == right || left.as_f64() == right.as_f64()
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(l, r)| equal(l, r))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(name, l)| right.get(name).is_some_and(|r| equal(l, r)))
        }
        _ => left == right,
    }
}

fn string<'a>(keyword: Keyword, text: &str, at: &Cursor<'a>, found: &mut Vec<Violation<'a>>) {
    let kind = match keyword {
        // Bytes are at least as many as characters.
        Keyword::MaxLength(most) if text.len() > most && text.chars().count() > most => {
            ViolationKind::TooLong(most)
        }
        Keyword::MinLength(least) if text.chars().count() < least => ViolationKind::TooShort(least),
        Keyword::Pattern(index) if !pattern::matches(index, text) => {
            ViolationKind::Pattern(pattern::source(index))
        }
        Keyword::Format(format) if !format::fits(format, text) => ViolationKind::Format(format),
        _ => return,
    };
    found.push(violation(kind, at));
}

fn numeric<'a>(
    keyword: Keyword,
    number: Option<f64>,
    at: &Cursor<'a>,
    found: &mut Vec<Violation<'a>>,
) {
    let Some(number) = number else {
        return;
    };
    let kind = match keyword {
        Keyword::Minimum(least) if number < least => ViolationKind::TooSmall(least),
        Keyword::Maximum(most) if number > most => ViolationKind::TooLarge(most),
        _ => return,
    };
    found.push(violation(kind, at));
}
