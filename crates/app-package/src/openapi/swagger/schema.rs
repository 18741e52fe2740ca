//! Schemas: 2.0 has its own words for a few things, and writers have more.

use super::Members;
use super::edit::{boolean, is_set, list, member, object, string, take, text};
use crate::document::{Node, NodeValue};
use crate::openapi::description::Fault;

/// Rewrites a schema and all beneath it; what stands beside a reference is not looked at.
pub(super) fn fix(schema: &mut Node) -> Result<(), Fault> {
    let span = schema.span;
    let NodeValue::Object(members) = &mut schema.value else {
        return Ok(());
    };
    if members.contains_key("$ref") {
        return Ok(());
    }
    extensions(members);
    words(members, span)?;
    for (name, member) in members.iter_mut() {
        match (name.as_str(), &mut member.value.value) {
            ("items" | "additionalItems" | "additionalProperties" | "not", _) => {
                fix(&mut member.value)?;
            }
            ("properties" | "patternProperties", NodeValue::Object(all)) => {
                for property in all.values_mut() {
                    fix(&mut property.value)?;
                }
            }
            ("allOf" | "anyOf" | "oneOf", NodeValue::Array(all)) => {
                for item in all {
                    fix(item)?;
                }
            }
            _ => {}
        }
    }
    // A property that calls itself required, as parameters do.
    let Some(NodeValue::Object(properties)) = members
        .get_mut("properties")
        .map(|all| &mut all.value.value)
    else {
        return Ok(());
    };
    let mut required = Vec::new();
    for property in properties.values_mut() {
        let NodeValue::Object(property) = &mut property.value.value else {
            continue;
        };
        if property.contains_key("$ref") {
            continue;
        }
        let flag = property.get("required").map(|flag| &flag.value.value);
        if let Some(NodeValue::Bool(flag)) = flag {
            if *flag && let Some(name) = text(property, "name") {
                required.push(string(name, span));
            }
            property.shift_remove("required");
        }
    }
    if !required.is_empty() {
        match members
            .get_mut("required")
            .map(|list| &mut list.value.value)
        {
            Some(NodeValue::Array(items)) => items.extend(required),
            Some(_) => {}
            None => {
                members.insert("required".to_owned(), member(list(required, span)));
            }
        }
    }
    Ok(())
}

fn extensions(members: &mut Members) {
    if let Some(Node {
        value: NodeValue::Array(more),
        span,
    }) = members.get("x-required").map(|list| list.value.clone())
    {
        let mut all = match take(members, "required").map(|list| list.value) {
            Some(NodeValue::Array(all)) => all,
            _ => Vec::new(),
        };
        all.extend(more);
        members.insert("required".to_owned(), member(list(all, span)));
        members.shift_remove("x-required");
    }
    for (from, to) in [("x-anyOf", "anyOf"), ("x-oneOf", "oneOf"), ("x-not", "not")] {
        if is_set(members, from)
            && let Some(value) = take(members, from)
        {
            members.insert(to.to_owned(), member(value));
        }
    }
    let nullable = members.get("x-nullable").map(|flag| &flag.value.value);
    if let Some(NodeValue::Bool(_)) = nullable
        && let Some(value) = take(members, "x-nullable")
    {
        members.insert("nullable".to_owned(), member(value));
    }
    let written = members
        .get("x-discriminator")
        .and_then(|discriminator| discriminator.value.get("propertyName"))
        .and_then(Node::as_str);
    if written.is_some()
        && let Some(value) = take(members, "x-discriminator")
    {
        members.insert("discriminator".to_owned(), member(value));
    }
}

fn words(members: &mut Members, span: crate::Span) -> Result<(), Fault> {
    if let Some(name) = text(members, "discriminator").filter(|name| !name.is_empty()) {
        let name = string(name, span);
        let mut discriminator = Members::new();
        discriminator.insert("propertyName".to_owned(), member(name));
        members.insert(
            "discriminator".to_owned(),
            member(object(span, discriminator)),
        );
    }
    let items = members.get("items").map(|items| &items.value.value);
    if let Some(NodeValue::Array(several)) = items {
        let one = match several.as_slice() {
            [] => object(span, Members::new()),
            [one] => one.clone(),
            _ => {
                let mut any = Members::new();
                any.insert("anyOf".to_owned(), member(list(several.clone(), span)));
                object(span, any)
            }
        };
        members.insert("items".to_owned(), member(one));
    }
    if let Some(kind) = members.get("type")
        && matches!(kind.value.value, NodeValue::Array(_))
    {
        return Err(Fault::new(
            kind.value.span,
            "In Swagger 2.0 a schema has one type, not a list.",
        ));
    }
    match text(members, "type") {
        Some("null") => {
            members.shift_remove("type");
            members.insert("nullable".to_owned(), member(boolean(true, span)));
        }
        Some("array") if !is_set(members, "items") => {
            members.insert("items".to_owned(), member(object(span, Members::new())));
        }
        Some("file") => {
            members.insert("type".to_owned(), member(string("string", span)));
            members.insert("format".to_owned(), member(string("binary", span)));
        }
        _ => {}
    }
    if let Some(flag) = members.get("required")
        && matches!(flag.value.value, NodeValue::Bool(_))
        // Of a property, with a name: its object takes it, see `fix`.
        && text(members, "name").is_none()
    {
        members.shift_remove("required");
    }
    if let Some(xml) = members.get_mut("xml")
        && let NodeValue::Object(xml) = &mut xml.value.value
        && text(xml, "namespace") == Some("")
    {
        xml.shift_remove("namespace");
    }
    members.shift_remove("allowEmptyValue");
    Ok(())
}
