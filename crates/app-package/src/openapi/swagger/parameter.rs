//! Parameters: those in body and form become the request body.

use percent_encoding::percent_decode_str;

use super::edit::{boolean, is_set, list, member, members_mut, object, string, take, text};
use super::{Members, Shared, schema};
use crate::document::{Node, NodeValue, Span};
use crate::openapi::description::Fault;

/// What of a parameter or header is about its value, which 3.0 keeps in a schema.
pub(super) const OF_SCHEMA: [&str; 17] = [
    "format",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "additionalProperties",
    "pattern",
    "enum",
    "default",
];

pub(super) enum Converted {
    /// A parameter still.
    Kept(Node),
    /// Part of the request body: of the body itself, of a form, a file.
    Body(Body),
    /// A reference to something that is no parameter.
    Nothing,
}

/// A request body, or a part of it.
#[derive(Clone, Default)]
pub(super) struct Body {
    pub(super) description: Option<Node>,
    pub(super) required: Option<Node>,
    pub(super) content: Members,
    /// One field of a form, which joins others.
    pub(super) field: bool,
    pub(super) span: Span,
}

/// A parameter as 2.0 has it, references rewritten. `consumes` is what the operation takes, or the
/// file.
pub(super) fn convert(
    parameter: &Node,
    shared: &Shared,
    consumes: Option<&[String]>,
) -> Result<Converted, Fault> {
    let mut node = parameter;
    if let Some(reference) = parameter.get("$ref").and_then(Node::as_str) {
        let Some(name) = reference.strip_prefix("#/components/parameters/") else {
            return Ok(Converted::Nothing);
        };
        let name = percent_decode_str(name).decode_utf8_lossy();
        let Some(target) = shared.parameters.get(name.as_ref()) else {
            return Err(Fault::new(
                parameter.span,
                "The $ref leads to no parameter.",
            ));
        };
        if !goes_into_body(&target.value) {
            return Ok(Converted::Kept(parameter.clone()));
        }
        node = &target.value;
    }
    let mut node = node.clone();
    let span = node.span;
    let NodeValue::Object(members) = &mut node.value else {
        return Ok(Converted::Kept(node));
    };
    if !is_set(members, "name") && !is_set(members, "in") {
        return Ok(Converted::Kept(node));
    }
    for (from, to) in [("x-deprecated", "deprecated"), ("x-example", "example")] {
        if let Some(value) = take(members, from) {
            members.insert(to.to_owned(), member(value));
        }
    }
    let place = text(members, "in").unwrap_or_default().to_owned();
    if place != "body" && !is_set(members, "type") {
        return Err(Fault::new(
            span,
            "A parameter that is not in the body has a type.",
        ));
    }
    let kind = text(members, "type").unwrap_or_default().to_owned();
    collection_format(members, &place, &kind, span)?;
    if is_set(members, "type") && place != "formData" {
        into_schema(members, &kind, span)?;
    }
    if let Some(written) = members.get_mut("schema") {
        schema::fix(&mut written.value)?;
    }
    match place.as_str() {
        "formData" => Ok(Converted::Body(field(members, &kind, consumes, span))),
        "body" => Ok(Converted::Body(body(members, consumes, span))),
        _ if kind == "file" => Ok(Converted::Body(file(members, span))),
        _ => {
            for name in OF_SCHEMA.iter().chain(&["type"]) {
                members.shift_remove(*name);
            }
            let required = members.get("required").map(|flag| &flag.value.value);
            if place == "path" && required != Some(&NodeValue::Bool(true)) {
                return Err(Fault::new(
                    span,
                    "A parameter in path has \"required\": true.",
                ));
            }
            Ok(Converted::Kept(node))
        }
    }
}

/// Whether a parameter, which is no reference, becomes part of the request body.
pub(super) fn goes_into_body(parameter: &Node) -> bool {
    let of = |name: &str| parameter.get(name).and_then(Node::as_str);
    matches!(of("in"), Some("body" | "formData")) || of("type") == Some("file")
}

fn collection_format(
    members: &mut Members,
    place: &str,
    kind: &str,
    span: Span,
) -> Result<(), Fault> {
    let written = take(members, "collectionFormat");
    let format = written.as_ref().and_then(Node::as_str);
    let format = match (format, kind) {
        (None | Some(""), "array") => "csv",
        (None | Some(""), _) => return Ok(()),
        (Some(_), other) if other != "array" => {
            return Err(Fault::new(span, "Only arrays have a collectionFormat."));
        }
        (Some(format), _) => format,
    };
    // Nested arrays are joined in the same way or not at all.
    if let Some(items) = members.get_mut("items") {
        same_format(&mut items.value, format)?;
    }
    let style = match (format, place) {
        ("csv", "query" | "cookie") => {
            members.insert("explode".to_owned(), member(boolean(false, span)));
            "form"
        }
        ("csv", "path" | "header") => "simple",
        ("ssv", "query") => "spaceDelimited",
        ("pipes", "query") => "pipeDelimited",
        ("multi", _) => {
            members.insert("explode".to_owned(), member(boolean(true, span)));
            return Ok(());
        }
        ("ssv" | "pipes" | "tsv", _) => {
            return Err(Fault::new(
                span,
                format!("OpenAPI 3.0 has no counterpart of the collectionFormat {format} here."),
            ));
        }
        _ => return Ok(()),
    };
    members.insert("style".to_owned(), member(string(style, span)));
    Ok(())
}

fn same_format(items: &mut Node, format: &str) -> Result<(), Fault> {
    let span = items.span;
    match &mut items.value {
        NodeValue::Object(members) => {
            if text(members, "collectionFormat").is_some_and(|other| other != format) {
                return Err(Fault::new(
                    span,
                    "A nested array has another collectionFormat than the array around it.",
                ));
            }
            members.shift_remove("collectionFormat");
            for member in members.values_mut() {
                same_format(&mut member.value, format)?;
            }
        }
        NodeValue::Array(all) => {
            for item in all {
                same_format(item, format)?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// Moves what is about the value into `schema`.
fn into_schema(members: &mut Members, kind: &str, span: Span) -> Result<(), Fault> {
    if is_set(members, "items") && is_set(members, "schema") {
        return Err(Fault::new(
            span,
            "A parameter has items or a schema, not both.",
        ));
    }
    let mut schema = match take(members, "schema") {
        Some(Node {
            value: NodeValue::Object(schema),
            ..
        }) => schema,
        _ => Members::new(),
    };
    schema.insert("type".to_owned(), member(string(kind, span)));
    for name in std::iter::once("items").chain(OF_SCHEMA) {
        if let Some(value) = take(members, name) {
            schema.insert(name.to_owned(), member(value));
        }
    }
    members.insert("schema".to_owned(), member(object(span, schema)));
    Ok(())
}

fn body(members: &Members, consumes: Option<&[String]>, span: Span) -> Body {
    let json = ["application/json".to_owned()];
    let types = consumes.filter(|types| !types.is_empty()).unwrap_or(&json);
    let schema = members
        .get("schema")
        .map_or_else(|| object(span, Members::new()), |s| s.value.clone());
    let mut content = Members::new();
    for name in types {
        let mut media = Members::new();
        media.insert("schema".to_owned(), member(schema.clone()));
        content.insert(name.clone(), member(object(span, media)));
    }
    Body {
        description: members
            .get("description")
            .filter(|_| is_set(members, "description"))
            .map(|text| text.value.clone()),
        required: required(members),
        content,
        field: false,
        span,
    }
}

fn file(members: &Members, span: Span) -> Body {
    Body {
        required: required(members),
        content: media("application/octet-stream", binary(span), span),
        span,
        ..Body::default()
    }
}

fn field(members: &Members, kind: &str, consumes: Option<&[String]>, span: Span) -> Body {
    let multipart = consumes
        .unwrap_or_default()
        .iter()
        .any(|name| name == "multipart/form-data");
    let media_type = if multipart {
        "multipart/form-data"
    } else {
        "application/x-www-form-urlencoded"
    };
    if let Some(schema) = members.get("schema").filter(|_| is_set(members, "schema")) {
        return Body {
            content: media(media_type, schema.value.clone(), span),
            field: true,
            span,
            ..Body::default()
        };
    }
    let name = text(members, "name").unwrap_or_default();
    let mut property = if kind == "file" {
        binary(span)
    } else {
        let mut property = Members::new();
        for name in ["description", "example", "type", "items", "allOf"]
            .into_iter()
            .chain(OF_SCHEMA)
        {
            if let Some(value) = members.get(name) {
                property.insert(name.to_owned(), value.clone());
            }
        }
        object(span, property)
    };
    for (name, value) in members.iter().filter(|(name, _)| name.starts_with("x-")) {
        members_mut(&mut property).insert(name.clone(), value.clone());
    }
    let mut properties = Members::new();
    properties.insert(name.to_owned(), member(property));
    let mut schema = Members::new();
    schema.insert("type".to_owned(), member(string("object", span)));
    schema.insert("properties".to_owned(), member(object(span, properties)));
    let flag = members.get("required").map(|flag| &flag.value.value);
    let required = (flag == Some(&NodeValue::Bool(true))).then(|| boolean(true, span));
    if required.is_some() {
        let names = list(vec![string(name, span)], span);
        schema.insert("required".to_owned(), member(names));
    }
    Body {
        required,
        content: media(media_type, object(span, schema), span),
        field: true,
        span,
        ..Body::default()
    }
}

fn media(name: &str, schema: Node, span: Span) -> Members {
    let mut media = Members::new();
    media.insert("schema".to_owned(), member(schema));
    let mut content = Members::new();
    content.insert(name.to_owned(), member(object(span, media)));
    content
}

pub(super) fn binary(span: Span) -> Node {
    let mut schema = Members::new();
    schema.insert("type".to_owned(), member(string("string", span)));
    schema.insert("format".to_owned(), member(string("binary", span)));
    object(span, schema)
}

fn required(members: &Members) -> Option<Node> {
    members
        .get("required")
        .filter(|_| is_set(members, "required"))
        .map(|flag| flag.value.clone())
}
