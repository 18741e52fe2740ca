//! What of a JSON schema matters for a parameter.

use super::OpenApi;
use crate::document::{Cursor, NodeValue};
use crate::operation::ParameterType;
use crate::problem::Problem;

/// What a schema is good for.
#[derive(Clone, Debug)]
pub(super) enum Shape<'a> {
    /// A single value.
    Primitive {
        kind: ParameterType,
        default: Option<serde_json::Value>,
    },
    /// An object with properties of its own.
    Object { schema: Cursor<'a> },
    /// Arrays, compositions, objects of no known properties; `default` as declared.
    Unsupported {
        what: &'static str,
        has_default: bool,
    },
}

const COMPOSITIONS: [&str; 4] = ["oneOf", "anyOf", "allOf", "not"];

impl OpenApi {
    /// Looks at a schema, following its reference.
    pub(super) fn shape<'a>(&'a self, schema: Cursor<'a>) -> Result<Shape<'a>, Box<Problem>> {
        let schema = self.resolve(schema)?;
        let default = schema
            .present("default")
            .map(|default| default.node.to_value());
        let unsupported = |what| Shape::Unsupported {
            what,
            has_default: default.is_some(),
        };
        if COMPOSITIONS.iter().any(|key| schema.get(key).is_some()) {
            return Ok(unsupported(
                "composed of other schemas (oneOf, anyOf, allOf, not)",
            ));
        }
        let kind = match kind(&schema) {
            Some("integer") => ParameterType::Integer,
            Some("number") => ParameterType::Number,
            Some("boolean") => ParameterType::Boolean,
            Some("array") => return Ok(unsupported("an array")),
            Some("file") => return Ok(unsupported("a file")),
            Some("object") => return Ok(object(schema, unsupported)),
            // A schema with properties is meant as an object, also without saying so.
            None if schema.get("properties").is_some() => return Ok(object(schema, unsupported)),
            _ => ParameterType::String,
        };
        Ok(Shape::Primitive { kind, default })
    }
}

fn object<'a>(schema: Cursor<'a>, unsupported: impl Fn(&'static str) -> Shape<'a>) -> Shape<'a> {
    let empty = schema
        .get("properties")
        .is_none_or(|properties| properties.members().is_empty());
    if empty {
        unsupported("an object without properties")
    } else {
        Shape::Object { schema }
    }
}

/// `type`; of 3.1's lists the first that is not `null`.
fn kind<'a>(schema: &Cursor<'a>) -> Option<&'a str> {
    let place = schema.get("type")?;
    match &place.node.value {
        NodeValue::Array(_) => place
            .items()
            .iter()
            .find_map(|item| item.node.as_str().filter(|kind| *kind != "null")),
        _ => place.node.as_str(),
    }
}
