//! The walk over a description and a table at once.

use std::collections::HashSet;

use super::shape::{Kind, Others, Shape};
use crate::NodeValue;
use crate::document::Node;
use crate::openapi::description::Fault;
use crate::openapi::view::View;

/// Nested objects, references followed, before the walk stops; what is deeper passes. A document
/// without circles has no more than its references times its own depth.
const DEPTH: usize = 400;

/// Steps of comparing two items of a list.
const COMPARISONS: usize = 100_000;

pub(super) fn description(root: &View<'_>, shape: &'static Shape) -> Option<Fault> {
    Walk {
        seen: HashSet::new(),
        comparisons: COMPARISONS,
    }
    .object(root, shape, 0)
    .err()
}

struct Walk {
    /// What was judged already and found good: shared components are judged once.
    seen: HashSet<(*const Node, *const Shape)>,
    comparisons: usize,
}

type Judged = Result<(), Fault>;

impl Walk {
    fn object(&mut self, view: &View<'_>, shape: &'static Shape, depth: usize) -> Judged {
        if depth > DEPTH {
            return Ok(());
        }
        if let Some(place) = view.place()
            && !self.seen.insert((place, shape))
        {
            return Ok(());
        }
        if !view.is_object() {
            return wrong(view, shape.name);
        }
        let mut found = 0;
        for (key, member) in view.members() {
            let field = shape.fields.iter().find(|(name, _)| *name == key);
            if let Some((_, kind)) = field {
                found += usize::from(shape.required.contains(&key));
                self.kind(&member, *kind, key, depth + 1)?;
                continue;
            }
            let extension = key.starts_with("x-");
            let kind = match shape.others {
                Others::Any => continue,
                Others::NotEvenExtensions => None,
                _ if extension => continue,
                Others::None => None,
                Others::Paths(kind) => key.starts_with('/').then_some(kind),
                Others::Methods(kind) => is_method(key).then_some(kind),
                Others::StatusCodes(kind) => is_status(key, false).then_some(kind),
                Others::StatusPatterns(kind) => is_status(key, true).then_some(kind),
            };
            let Some(kind) = kind else {
                return Err(Fault::new(
                    member.node().span,
                    format!("{} has no {key:?}.", sentence_case(shape.name)),
                ));
            };
            self.kind(&member, *kind, key, depth + 1)?;
        }
        if found < shape.required.len() {
            let missing = shape
                .required
                .iter()
                .find(|name| view.get(name).is_none())
                .unwrap_or(&"");
            return Err(Fault::new(
                view.node().span,
                format!("{} lacks {missing:?}.", sentence_case(shape.name)),
            ));
        }
        match shape.rule.and_then(|rule| rule(view)) {
            Some(sentence) => Err(Fault::new(view.node().span, sentence)),
            None => Ok(()),
        }
    }

    fn kind(&mut self, view: &View<'_>, kind: Kind, name: &str, depth: usize) -> Judged {
        let number = || match view.value() {
            NodeValue::Number(number) => number.as_f64(),
            _ => None,
        };
        let good = match kind {
            Kind::Anything => true,
            Kind::Text => view.node().as_str().is_some(),
            Kind::OneOf(texts) => {
                return match view.node().as_str() {
                    Some(text) if texts.contains(&text) => Ok(()),
                    _ => Err(Fault::new(
                        view.node().span,
                        format!("{name:?} is one of {}.", texts.join(", ")),
                    )),
                };
            }
            Kind::Boolean => matches!(view.value(), NodeValue::Bool(_)),
            Kind::Number => number().is_some(),
            Kind::Positive => number().is_some_and(|number| number > 0.0),
            Kind::Count => number().is_some_and(|number| number >= 0.0 && number.fract() == 0.0),
            Kind::Object(shape) => return self.object(view, shape, depth),
            Kind::ObjectOrBoolean => matches!(view.value(), NodeValue::Bool(_)) || view.is_object(),
            Kind::SchemaOrBoolean(shape) => {
                if matches!(view.value(), NodeValue::Bool(_)) {
                    return Ok(());
                }
                return self.object(view, shape, depth);
            }
            Kind::Map(_)
            | Kind::Components(_)
            | Kind::NamedComponents(_)
            | Kind::OneMember(_)
            | Kind::Extensible(_) => return self.map(view, kind, name, depth),
            Kind::List(item)
            | Kind::Filled(item)
            | Kind::Unique(item)
            | Kind::FilledUnique(item) => return self.list(view, kind, *item, name, depth),
        };
        if good {
            Ok(())
        } else {
            wrong(view, noun(kind))
        }
    }

    fn map(&mut self, view: &View<'_>, kind: Kind, name: &str, depth: usize) -> Judged {
        if !view.is_object() {
            return wrong(view, noun(kind));
        }
        let members = view.members();
        if matches!(kind, Kind::OneMember(_)) && members.len() != 1 {
            return Err(Fault::new(
                view.node().span,
                format!("{name:?} has exactly one member."),
            ));
        }
        for (key, member) in members {
            let value = match kind {
                Kind::Map(value) | Kind::OneMember(value) => value,
                Kind::Extensible(value) if !key.starts_with("x-") => value,
                Kind::Components(value) | Kind::NamedComponents(value) if is_component(key) => {
                    value
                }
                Kind::NamedComponents(_) => {
                    return Err(Fault::new(
                        member.node().span,
                        format!(
                            "{key:?} is no name of a component: letters, digits, dot, hyphen, underscore."
                        ),
                    ));
                }
                // Anything goes.
                _ => continue,
            };
            self.kind(&member, *value, key, depth + 1)?;
        }
        Ok(())
    }

    fn list(
        &mut self,
        view: &View<'_>,
        kind: Kind,
        item: Kind,
        name: &str,
        depth: usize,
    ) -> Judged {
        if !matches!(view.value(), NodeValue::Array(_)) {
            return wrong(view, "a list");
        }
        let items = view.items();
        if items.is_empty() && matches!(kind, Kind::Filled(_) | Kind::FilledUnique(_)) {
            return Err(Fault::new(
                view.node().span,
                format!("{name:?} has at least one item."),
            ));
        }
        for item_view in &items {
            self.kind(item_view, item, name, depth + 1)?;
        }
        if matches!(kind, Kind::Unique(_) | Kind::FilledUnique(_)) {
            for (at, later) in items.iter().enumerate() {
                for earlier in &items[..at] {
                    if later.equals(earlier, &mut self.comparisons) {
                        return Err(Fault::new(
                            later.node().span,
                            format!("{name:?} has the same item twice."),
                        ));
                    }
                }
            }
        }
        Ok(())
    }
}

fn wrong(view: &View<'_>, wanted: &str) -> Judged {
    Err(Fault::new(
        view.node().span,
        format!("Here stands {}; it should be {wanted}.", view.node().kind()),
    ))
}

fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::OneOf(_) => "a string",
        Kind::Boolean => "a boolean",
        Kind::Number => "a number",
        Kind::Positive => "a number above zero",
        Kind::Count => "an integer of zero or more",
        Kind::Object(shape) | Kind::SchemaOrBoolean(shape) => shape.name,
        Kind::List(_) | Kind::Filled(_) | Kind::Unique(_) | Kind::FilledUnique(_) => "a list",
        Kind::ObjectOrBoolean => "an object or a boolean",
        Kind::Anything
        | Kind::Map(_)
        | Kind::Components(_)
        | Kind::NamedComponents(_)
        | Kind::OneMember(_)
        | Kind::Extensible(_) => "an object",
    }
}

fn sentence_case(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

fn is_component(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte))
}

fn is_method(name: &str) -> bool {
    crate::openapi::METHODS.contains(&name)
}

/// `404` and `4XX`; as a pattern of 3.1 also `40X` and `4X4`.
fn is_status(name: &str, pattern: bool) -> bool {
    let [first, second, third] = name.as_bytes() else {
        return false;
    };
    let digits = second.is_ascii_digit() && third.is_ascii_digit();
    let place = |byte: &u8| byte.is_ascii_digit() || *byte == b'X';
    (b'1'..=b'5').contains(first)
        && (digits
            || (*second == b'X' && *third == b'X')
            || (pattern && place(second) && place(third)))
}
