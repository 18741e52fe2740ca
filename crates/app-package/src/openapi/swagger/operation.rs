//! Path items and operations.

use super::edit::{list, member, members_mut, object, string, take, texts};
use super::parameter::{Body, Converted, convert, goes_into_body};
use super::{Members, Shared, response, security, server};
use crate::document::{Node, NodeValue, Span};
use crate::openapi::METHODS;
use crate::openapi::description::Fault;

/// What holds for operations that say nothing else.
pub(super) struct Media {
    pub(super) consumes: Option<Vec<String>>,
    pub(super) produces: Option<Vec<String>>,
    pub(super) schemes: Option<Vec<String>>,
    pub(super) servers: Option<Node>,
}

pub(super) fn path_item(item: &mut Node, shared: &Shared, media: &Media) -> Result<(), Fault> {
    let NodeValue::Object(members) = &mut item.value else {
        return Ok(());
    };
    for (from, to) in [
        ("x-trace", "trace"),
        ("x-summary", "summary"),
        ("x-description", "description"),
        ("x-servers", "servers"),
    ] {
        let fits = members.get(from).is_some_and(|value| {
            matches!(
                (to, &value.value.value),
                ("trace", NodeValue::Object(_))
                    | ("summary" | "description", NodeValue::String(_))
                    | ("servers", NodeValue::Array(_))
            )
        });
        if fits && let Some(value) = take(members, from) {
            members.insert(to.to_owned(), member(value));
        }
    }
    let common: Vec<Node> = match members.get("parameters").map(|list| &list.value.value) {
        Some(NodeValue::Array(items)) => items.clone(),
        _ => Vec::new(),
    };
    for (name, operation) in members.iter_mut() {
        if METHODS.contains(&name.as_str()) || name == "x-amazon-apigateway-any-method" {
            self::operation(&mut operation.value, &common, shared, media)?;
        }
    }
    if let Some(parameters) = members.get_mut("parameters")
        && let NodeValue::Array(items) = &mut parameters.value.value
    {
        let mut kept = Vec::new();
        for item in items.iter() {
            if let Converted::Kept(node) = convert(item, shared, media.consumes.as_deref())? {
                kept.push(node);
            }
        }
        *items = kept;
    }
    Ok(())
}

fn operation(
    operation: &mut Node,
    common: &[Node],
    shared: &Shared,
    media: &Media,
) -> Result<(), Fault> {
    let span = operation.span;
    let NodeValue::Object(members) = &mut operation.value else {
        return Ok(());
    };
    let consumes = own_or(members, "consumes", media.consumes.as_ref())?;
    let produces = own_or(members, "produces", media.produces.as_ref())?;
    parameters(members, common, shared, consumes.as_deref(), span)?;
    if let Some(requirements) = members.get_mut("security") {
        security::rename(&mut requirements.value);
    }
    if !members.contains_key("responses") {
        let mut default = Members::new();
        default.insert(
            "description".to_owned(),
            member(string("Default response", span)),
        );
        let mut responses = Members::new();
        responses.insert("default".to_owned(), member(object(span, default)));
        members.insert("responses".to_owned(), member(object(span, responses)));
    }
    if let Some(responses) = members.get_mut("responses") {
        for response in members_mut(&mut responses.value).values_mut() {
            response::convert(&mut response.value, produces.as_deref())?;
        }
    }
    let schemes = take(members, "schemes");
    if matches!(
        members.get("x-servers").map(|servers| &servers.value.value),
        Some(NodeValue::Array(_))
    ) {
        if let Some(servers) = take(members, "x-servers") {
            members.insert("servers".to_owned(), member(servers));
        }
    } else if let Some(schemes) = texts(schemes.as_ref()) {
        let known = media.schemes.as_deref().unwrap_or_default();
        let servers = server::of_operation(&schemes, known, media.servers.as_ref());
        if !servers.is_empty() {
            members.insert("servers".to_owned(), member(list(servers, span)));
        }
    }
    Ok(())
}

/// Media types of the operation, which may be none, else those of the file.
fn own_or(
    members: &mut Members,
    name: &str,
    of_file: Option<&Vec<String>>,
) -> Result<Option<Vec<String>>, Fault> {
    match take(members, name) {
        None => Ok(of_file.cloned()),
        Some(own) => match &own.value {
            NodeValue::Array(_) => Ok(texts(Some(&own))),
            NodeValue::String(text) if text.is_empty() => Ok(of_file.cloned()),
            _ => Err(Fault::new(own.span, format!("{name:?} is a list."))),
        },
    }
}

fn parameters(
    members: &mut Members,
    common: &[Node],
    shared: &Shared,
    consumes: Option<&[String]>,
    span: Span,
) -> Result<(), Fault> {
    let own = match members.get("parameters").map(|list| &list.value.value) {
        Some(NodeValue::Array(items)) => items.clone(),
        _ => return Ok(()),
    };
    let mut body: Option<Body> = None;
    let mut kept = Vec::new();
    // Body and form of the path come first, unless the operation has its own.
    for parameter in common {
        let resolved = resolved(parameter, shared);
        let same = |other: &Node| {
            ["name", "in"]
                .iter()
                .all(|key| text_of(other, key) == text_of(resolved, key))
        };
        if goes_into_body(resolved)
            && !own.iter().any(same)
            && let Converted::Body(part) = convert(parameter, shared, consumes)?
        {
            body = Some(join(body, part)?);
        }
    }
    for parameter in &own {
        match convert(parameter, shared, consumes)? {
            Converted::Kept(node) => kept.push(node),
            Converted::Body(part) => body = Some(join(body, part)?),
            Converted::Nothing => {}
        }
    }
    if kept.is_empty() {
        members.shift_remove("parameters");
    } else {
        members.insert("parameters".to_owned(), member(list(kept, span)));
    }
    if let Some(body) = body {
        let place = body.span;
        let mut written = Members::new();
        if let Some(description) = body.description {
            written.insert("description".to_owned(), member(description));
        }
        written.insert("content".to_owned(), member(object(place, body.content)));
        if let Some(required) = body.required {
            written.insert("required".to_owned(), member(required));
        }
        members.insert("requestBody".to_owned(), member(object(place, written)));
    }
    Ok(())
}

fn resolved<'a>(parameter: &'a Node, shared: &'a Shared) -> &'a Node {
    text_of(parameter, "$ref")
        .and_then(|text| text.strip_prefix("#/components/parameters/"))
        .and_then(|name| shared.parameters.get(name))
        .map_or(parameter, |target| &target.value)
}

fn text_of<'a>(node: &'a Node, key: &str) -> Option<&'a str> {
    node.get(key).and_then(Node::as_str)
}

/// A body with a further part. Fields of a form come together; anything else is one body too many.
fn join(body: Option<Body>, part: Body) -> Result<Body, Fault> {
    let Some(mut body) = body else {
        return Ok(part);
    };
    if !part.field {
        return Err(Fault::new(
            part.span,
            "An operation has one parameter in the body, and no form beside it.",
        ));
    }
    let mut joined = false;
    for (name, media) in &part.content {
        let Some(known) = body.content.get_mut(name) else {
            continue;
        };
        let Some(NodeValue::Object(known)) = member_value(&mut known.value, "schema") else {
            continue;
        };
        let NodeValue::Object(new) = media
            .value
            .get("schema")
            .map_or(&NodeValue::Null, |schema| &schema.value)
        else {
            continue;
        };
        let (Some(properties), Some(more)) = (known.get_mut("properties"), new.get("properties"))
        else {
            continue;
        };
        if let NodeValue::Object(more) = &more.value.value {
            members_mut(&mut properties.value).extend(more.clone());
        }
        joined = true;
        if let Some(Node {
            value: NodeValue::Array(more),
            span,
        }) = new.get("required").map(|list| list.value.clone())
        {
            match known.get_mut("required").map(|list| &mut list.value.value) {
                Some(NodeValue::Array(all)) => all.extend(more),
                _ => {
                    known.insert("required".to_owned(), member(list(more, span)));
                }
            }
        }
    }
    if !joined {
        // The last one wins, as with the tools.
        body.content = part.content;
        body.required = part.required.or(body.required);
        body.description = part.description.or(body.description);
    }
    Ok(body)
}

fn member_value<'a>(node: &'a mut Node, key: &str) -> Option<&'a mut NodeValue> {
    match &mut node.value {
        NodeValue::Object(members) => members.get_mut(key).map(|member| &mut member.value.value),
        _ => None,
    }
}
