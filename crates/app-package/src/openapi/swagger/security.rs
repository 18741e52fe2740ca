//! Security definitions and requirements.

use super::edit::{is_set, member, members_mut, object, string, take};
use super::{Members, name};
use crate::document::{Node, NodeValue};
use crate::openapi::description::Fault;

/// The schemes of the file as 3.0 has them.
pub(super) fn schemes(definitions: Option<Node>) -> Result<Members, Fault> {
    let mut schemes = Members::new();
    let Some(mut definitions) = definitions else {
        return Ok(schemes);
    };
    for (old, mut definition) in std::mem::take(members_mut(&mut definitions)) {
        let span = definition.value.span;
        if matches!(definition.value.value, NodeValue::Object(_)) {
            convert(&mut definition.value)?;
        }
        let new = name::of_component(&old);
        if schemes.insert(new.clone(), definition).is_some() {
            return Err(Fault::new(
                span,
                format!("Two security schemes have the name {new:?} once it is made valid."),
            ));
        }
    }
    Ok(schemes)
}

fn convert(scheme: &mut Node) -> Result<(), Fault> {
    let span = scheme.span;
    let members = members_mut(scheme);
    let kind = take(members, "type");
    let kind_text = kind.as_ref().and_then(Node::as_str).unwrap_or_default();
    match kind_text {
        "basic" => {
            members.insert("type".to_owned(), member(string("http", span)));
            members.insert("scheme".to_owned(), member(string("basic", span)));
            return Ok(());
        }
        "oauth2" => {}
        _ => {
            if let Some(kind) = kind {
                members.insert("type".to_owned(), member(kind));
            }
            return Ok(());
        }
    }
    if let Some(found) = members.get("name") {
        return Err(Fault::new(
            found.value.span,
            "A security scheme of type oauth2 has no \"name\".",
        ));
    }
    members.insert("type".to_owned(), member(string("oauth2", span)));
    let mut flow = Members::new();
    for url in ["authorizationUrl", "tokenUrl"] {
        if let Some(written) = take(members, url)
            && let Some(text) = written.as_str()
        {
            let text = text.split('?').next().unwrap_or_default().trim();
            let text = if text.is_empty() { "/" } else { text };
            flow.insert(url.to_owned(), member(string(text, written.span)));
        }
    }
    let scopes = if is_set(members, "scopes") {
        take(members, "scopes")
    } else {
        None
    };
    members.shift_remove("scopes");
    let scopes = scopes.unwrap_or_else(|| object(span, Members::new()));
    flow.insert("scopes".to_owned(), member(scopes));
    let flow_name = match take(members, "flow").as_ref().and_then(Node::as_str) {
        Some("application") => "clientCredentials".to_owned(),
        Some("accessCode") => "authorizationCode".to_owned(),
        Some(other) => other.to_owned(),
        None => "undefined".to_owned(),
    };
    let mut flows = Members::new();
    flows.insert(flow_name, member(object(span, flow)));
    members.insert("flows".to_owned(), member(object(span, flows)));
    Ok(())
}

/// The requirements with the new names of the schemes.
pub(super) fn rename(requirements: &mut Node) {
    let NodeValue::Array(items) = &mut requirements.value else {
        return;
    };
    for item in items {
        let NodeValue::Object(members) = &mut item.value else {
            continue;
        };
        *members = std::mem::take(members)
            .into_iter()
            .map(|(old, scopes)| (name::of_component(&old), scopes))
            .collect();
    }
}
