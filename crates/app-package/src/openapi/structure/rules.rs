//! What the members of an object have to do with each other.

use crate::openapi::view::View;

const EXAMPLES: &str = "\"example\" and \"examples\" exclude each other.";

pub(super) fn one_example(view: &View<'_>) -> Option<&'static str> {
    (has(view, "example") && has(view, "examples")).then_some(EXAMPLES)
}

pub(super) fn schema_or_content(view: &View<'_>) -> Option<&'static str> {
    match (has(view, "schema"), has(view, "content")) {
        (true, true) => Some("\"schema\" and \"content\" exclude each other."),
        (false, false) => Some("One of \"schema\" and \"content\" has to be there."),
        (true, false) => one_example(view),
        (false, true) => ["style", "explode", "allowReserved", "example", "examples"]
            .iter()
            .any(|name| has(view, name))
            .then_some("Beside \"content\" there is no style, explode, allowReserved or example."),
    }
}

pub(super) fn parameter(view: &View<'_>) -> Option<&'static str> {
    schema_or_content(view).or_else(|| location(view))
}

fn location(view: &View<'_>) -> Option<&'static str> {
    let styles: &[&str] = match view.str("in") {
        Some("path") => {
            if !is_true(view, "required") {
                return Some("A parameter in path has \"required\": true.");
            }
            &["matrix", "label", "simple"]
        }
        Some("query") => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        Some("header") => &["simple"],
        Some("cookie") => &["form"],
        _ => return Some("A parameter is in path, query, header or cookie."),
    };
    let style = view.get("style")?;
    let known = style
        .node()
        .as_str()
        .is_some_and(|style| styles.contains(&style));
    (!known).then_some("The style doesn't go with where the parameter is.")
}

/// 3.1, where members beside `schema` are judged only if it is there.
pub(super) fn parameter_3_1(view: &View<'_>) -> Option<&'static str> {
    match (has(view, "schema"), has(view, "content")) {
        (true, false) => location(view),
        (false, true) => only_beside_schema(view),
        _ => Some("Exactly one of \"schema\" and \"content\" has to be there."),
    }
}

pub(super) fn header_3_1(view: &View<'_>) -> Option<&'static str> {
    if has(view, "schema") {
        let style = view.get("style")?;
        return (style.node().as_str() != Some("simple"))
            .then_some("The style of a header is simple.");
    }
    only_beside_schema(view)
}

fn only_beside_schema(view: &View<'_>) -> Option<&'static str> {
    ["style", "explode", "allowReserved", "example", "examples"]
        .iter()
        .any(|name| has(view, name))
        .then_some("style, explode, allowReserved and examples stand beside \"schema\" only.")
}

pub(super) fn link(view: &View<'_>) -> Option<&'static str> {
    (has(view, "operationId") && has(view, "operationRef"))
        .then_some("\"operationId\" and \"operationRef\" exclude each other.")
}

pub(super) fn link_3_1(view: &View<'_>) -> Option<&'static str> {
    (has(view, "operationId") == has(view, "operationRef"))
        .then_some("Exactly one of \"operationId\" and \"operationRef\" has to be there.")
}

pub(super) fn license_3_1(view: &View<'_>) -> Option<&'static str> {
    (has(view, "identifier") == has(view, "url"))
        .then_some("Exactly one of \"identifier\" and \"url\" has to be there.")
}

pub(super) fn description_3_1(view: &View<'_>) -> Option<&'static str> {
    let some = ["paths", "components", "webhooks"]
        .iter()
        .any(|name| has(view, name));
    (!some).then_some("One of \"paths\", \"components\" and \"webhooks\" has to be there.")
}

pub(super) fn security_scheme(view: &View<'_>) -> Option<&'static str> {
    let (required, allowed): (&[&str], &[&str]) = match view.str("type") {
        Some("apiKey") => (&["name", "in"], &[]),
        Some("http") => (&["scheme"], &["bearerFormat"]),
        Some("oauth2") => (&["flows"], &[]),
        Some("openIdConnect") => (&["openIdConnectUrl"], &[]),
        _ => {
            return Some("The type of a security scheme is apiKey, http, oauth2 or openIdConnect.");
        }
    };
    if !required.iter().all(|name| has(view, name)) {
        return Some("The security scheme lacks a member that its type has.");
    }
    if only_own(view, required, allowed) {
        return Some("The security scheme has a member that its type doesn't have.");
    }
    // In 3.0 only the scheme written exactly so is the bearer scheme.
    (has(view, "bearerFormat") && view.str("scheme") != Some("bearer"))
        .then_some("\"bearerFormat\" goes with the scheme bearer only.")
}

pub(super) fn security_scheme_3_1(view: &View<'_>) -> Option<&'static str> {
    let bearer = view.str("scheme") == Some("bearer");
    let (required, allowed): (&[&str], &[&str]) = match view.str("type") {
        Some("apiKey") => (&["name", "in"], &[]),
        Some("http") if bearer => (&["scheme"], &["bearerFormat"]),
        Some("http") => (&["scheme"], &[]),
        Some("oauth2") => (&["flows"], &[]),
        Some("openIdConnect") => (&["openIdConnectUrl"], &[]),
        _ => (&[], &[]),
    };
    if !required.iter().all(|name| has(view, name)) {
        return Some("The security scheme lacks a member that its type has.");
    }
    only_own(view, required, allowed)
        .then_some("The security scheme has a member that its type doesn't have.")
}

fn only_own(view: &View<'_>, required: &[&str], allowed: &[&str]) -> bool {
    [
        "name",
        "in",
        "scheme",
        "bearerFormat",
        "flows",
        "openIdConnectUrl",
    ]
    .iter()
    .any(|name| !required.contains(name) && !allowed.contains(name) && has(view, name))
}

pub(super) fn some_response(view: &View<'_>) -> Option<&'static str> {
    view.members()
        .is_empty()
        .then_some("An operation has at least one response.")
}

fn has(view: &View<'_>, name: &str) -> bool {
    view.get(name).is_some()
}

fn is_true(view: &View<'_>, name: &str) -> bool {
    view.get(name)
        .is_some_and(|member| *member.value() == crate::NodeValue::Bool(true))
}
