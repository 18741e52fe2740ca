//! Responses: their schema once for each media type that the operation produces.

use super::edit::{member, members_mut, object, string, take, text};
use super::parameter::{OF_SCHEMA, binary};
use super::{Members, schema};
use crate::document::{Node, NodeValue, Span};
use crate::openapi::description::Fault;

pub(super) fn convert(response: &mut Node, produces: Option<&[String]>) -> Result<(), Fault> {
    let span = response.span;
    let NodeValue::Object(members) = &mut response.value else {
        return Err(Fault::new(
            span,
            "A response is an object with a description.",
        ));
    };
    if let Some(reference) = text(members, "$ref") {
        if reference.starts_with("#/components/schemas/") {
            return Ok(());
        }
        return Ok(());
    }
    if !members.contains_key("description") {
        return Err(Fault::new(span, "A response lacks a \"description\"."));
    }
    let mut content = Members::new();
    let mut examples = match take(members, "examples") {
        Some(Node {
            value: NodeValue::Object(examples),
            ..
        }) => examples,
        _ => Members::new(),
    };
    if let Some(mut schema) = take(members, "schema") {
        schema::fix(&mut schema)?;
        let any = ["*/*".to_owned()];
        let types = produces.filter(|types| !types.is_empty()).unwrap_or(&any);
        for name in types {
            let mut media = Members::new();
            let is_file = schema.get("type").and_then(Node::as_str) == Some("file");
            let schema = if is_file {
                binary(schema.span)
            } else {
                schema.clone()
            };
            media.insert("schema".to_owned(), member(schema));
            if let Some(value) = examples.shift_remove(name) {
                media.insert("examples".to_owned(), member(example(value.value)));
            }
            content.insert(name.clone(), member(object(span, media)));
        }
    }
    // An example of a media type that nobody produces is taken for a media type all the same.
    for (name, value) in examples {
        let mut media = Members::new();
        media.insert("examples".to_owned(), member(example(value.value)));
        content.insert(name, member(object(span, media)));
    }
    if !content.is_empty() {
        members.insert("content".to_owned(), member(object(span, content)));
    }
    if let Some(headers) = members.get_mut("headers")
        && let NodeValue::Object(headers) = &mut headers.value.value
    {
        for (name, header) in headers {
            if name.eq_ignore_ascii_case("status code") {
                return Err(Fault::new(
                    header.value.span,
                    "\"Status Code\" is no header of a response.",
                ));
            }
            self::header(&mut header.value)?;
        }
    }
    Ok(())
}

fn example(value: Node) -> Node {
    let span = value.span;
    let mut example = Members::new();
    example.insert("value".to_owned(), member(value));
    let mut examples = Members::new();
    examples.insert("response".to_owned(), member(object(span, example)));
    object(span, examples)
}

fn header(header: &mut Node) -> Result<(), Fault> {
    let span = header.span;
    if !matches!(header.value, NodeValue::Object(_)) || header.get("$ref").is_some() {
        return Ok(());
    }
    let members = members_mut(header);
    let kind = take(members, "type");
    let format = take(members, "collectionFormat");
    let format = format.as_ref().and_then(Node::as_str);
    if let Some(items) = members.get_mut("items")
        && let NodeValue::Object(items) = &mut items.value.value
        && text(items, "type") != Some("array")
    {
        if text(items, "collectionFormat") != format {
            return Err(Fault::new(
                span,
                "A nested array has another collectionFormat than the array around it.",
            ));
        }
        items.shift_remove("collectionFormat");
    }
    if kind.as_ref().and_then(Node::as_str) == Some("array") {
        style(members, format, span)?;
    } else if format.is_some_and(|format| !format.is_empty()) {
        return Err(Fault::new(span, "Only arrays have a collectionFormat."));
    }
    let moved = || OF_SCHEMA.into_iter().chain(["items"]);
    if kind.is_none() && !moved().any(|name| members.contains_key(name)) {
        return Ok(());
    }
    let mut schema = match take(members, "schema") {
        Some(Node {
            value: NodeValue::Object(schema),
            ..
        }) => schema,
        // Without a type the parts of a schema have no place to go.
        _ if kind.is_none() => return Err(Fault::new(span, "A header has a type.")),
        _ => Members::new(),
    };
    if let Some(kind) = kind {
        schema.insert("type".to_owned(), member(kind));
    }
    for name in moved() {
        if let Some(value) = take(members, name) {
            schema.insert(name.to_owned(), member(value));
        }
    }
    members.insert("schema".to_owned(), member(object(span, schema)));
    Ok(())
}

fn style(members: &mut Members, format: Option<&str>, span: Span) -> Result<(), Fault> {
    match format {
        Some(format @ ("ssv" | "pipes" | "tsv")) => Err(Fault::new(
            span,
            format!("OpenAPI 3.0 has no counterpart of the collectionFormat {format} here."),
        )),
        Some("multi") => {
            let explode = super::edit::boolean(true, span);
            members.insert("explode".to_owned(), member(explode));
            Ok(())
        }
        _ => {
            members.insert("style".to_owned(), member(string("simple", span)));
            Ok(())
        }
    }
}
