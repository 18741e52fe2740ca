//! Strict JSON (RFC 8259) with positions.

mod strict;

use indexmap::IndexMap;
use indexmap::map::Entry;
use jsonc_parser::ast::Value;
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::{Fault, Lines, Member, Node, NodeValue, Span};
use crate::Limits;

/// `jsonc-parser` gives the positions. It lets a few things pass that JSON does not (control
/// characters in strings, 1e400), so `serde_json` has to accept the text first.
pub(super) fn parse(text: &str, limits: &Limits) -> Result<Node, Fault> {
    if let Err(error) = serde_json::from_str::<strict::Accepted>(text) {
        return Err(syntax(text, &error));
    }
    let strict = ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let ast = parse_to_ast(text, &CollectOptions::default(), &strict)
        .ok()
        .and_then(|ast| ast.value);
    let Some(ast) = ast else {
        return Err(not_json(Span::default(), "it can't be read".to_owned()));
    };
    Builder { limits, nodes: 0 }.node(ast, 0)
}

fn syntax(text: &str, error: &serde_json::Error) -> Fault {
    let lines = Lines::new(text);
    let start = lines.start_of(error.line());
    let at = (start + error.column().saturating_sub(1)).min(text.len());
    let what = error.to_string();
    if what.starts_with("recursion limit") {
        return Fault::too_deep(Span { start: at, end: at }, 127);
    }
    // serde_json ends its sentence with the place, which the problem has anyway.
    let what = what
        .split(" at line ")
        .next()
        .unwrap_or_default()
        .to_owned();
    not_json(Span { start: at, end: at }, what)
}

fn not_json(span: Span, what: String) -> Fault {
    Fault {
        code: "json_syntax",
        span,
        sentence: format!("The file is not valid JSON: {what}."),
        fix: "Correct the syntax; comments and trailing commas are not JSON.",
    }
}

struct Builder<'a> {
    limits: &'a Limits,
    nodes: usize,
}

impl Builder<'_> {
    fn node(&mut self, value: Value<'_>, depth: usize) -> Result<Node, Fault> {
        let span = span(value.range());
        self.nodes += 1;
        if self.nodes > self.limits.nodes {
            return Err(Fault::too_many_nodes(span, self.limits.nodes));
        }
        if depth > self.limits.depth {
            return Err(Fault::too_deep(span, self.limits.depth));
        }
        let value = match value {
            Value::NullKeyword(_) => NodeValue::Null,
            Value::BooleanLit(literal) => NodeValue::Bool(literal.value),
            Value::StringLit(literal) => NodeValue::String(literal.value.into_owned()),
            Value::NumberLit(literal) => NodeValue::Number(
                serde_json::from_str(literal.value)
                    .map_err(|error| not_json(span, error.to_string()))?,
            ),
            Value::Array(array) => {
                let mut items = Vec::with_capacity(array.elements.len());
                for item in array.elements {
                    items.push(self.node(item, depth + 1)?);
                }
                NodeValue::Array(items)
            }
            Value::Object(object) => {
                let mut members = IndexMap::with_capacity(object.properties.len());
                for property in object.properties {
                    let key = self::span(property.name.range());
                    let name = property.name.into_string();
                    let place = match members.entry(name) {
                        Entry::Vacant(place) => place,
                        Entry::Occupied(twice) => {
                            return Err(Fault::duplicate_key(key, twice.key()));
                        }
                    };
                    let value = self.node(property.value, depth + 1)?;
                    place.insert(Member { key, value });
                }
                NodeValue::Object(members)
            }
        };
        Ok(Node { value, span })
    }
}

fn span(range: Range) -> Span {
    Span {
        start: range.start,
        end: range.end,
    }
}
