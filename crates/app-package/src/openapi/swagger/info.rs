//! What 2.0 wants to know about the API.

use url::Url;

use super::edit::{members_mut, text};
use super::{Members, start_of};
use crate::document::NodeValue;
use crate::openapi::description::Fault;

pub(super) fn check(root: &mut Members) -> Result<(), Fault> {
    let Some(info) = root.get_mut("info") else {
        return Err(Fault::new(
            crate::document::Span::default(),
            "\"info\" is empty.",
        ));
    };
    let span = start_of(info.value.span);
    if !matches!(info.value.value, NodeValue::Object(_)) {
        return Err(Fault::new(span, "\"info\" is an object."));
    }
    let info = members_mut(&mut info.value);
    for name in ["title", "version"] {
        if !info.contains_key(name) {
            return Err(Fault::new(span, format!("\"info\" lacks {name:?}.")));
        }
    }
    if text(info, "version").is_none() {
        return Err(Fault::new(span, "The version of the API is a text."));
    }
    if let Some(logo) = info.get("logo") {
        return Err(Fault::new(
            logo.value.span,
            "\"info\" has no \"logo\"; write \"x-logo\".",
        ));
    }
    if let Some(terms) = info.get("termsOfService") {
        let url = terms.value.as_str().map(Url::parse);
        if !matches!(url, Some(Ok(_))) {
            return Err(Fault::new(
                terms.value.span,
                "The terms of service are an absolute URL.",
            ));
        }
    }
    Ok(())
}
