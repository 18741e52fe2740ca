//! Host, base path and schemes as servers.

use super::Members;
use super::edit::{is_set, list, member, object, string, take, text};
use crate::document::{Node, NodeValue, Span};
use crate::openapi::description::Fault;

/// The servers of the whole file, if any are named.
pub(super) fn of_file(root: &mut Members) -> Result<Option<Node>, Fault> {
    let place = |name: &str| root.get(name).map_or_else(Span::default, |m| m.value.span);
    let base = text(root, "basePath").unwrap_or_default();
    let mut servers = None;
    if is_set(root, "host") {
        let host = text(root, "host").unwrap_or_default();
        let base = base.strip_suffix('/').unwrap_or(base);
        let schemes = schemes(root).unwrap_or_else(|| vec![String::new()]);
        let urls = schemes.iter().map(|scheme| {
            let scheme = if scheme.is_empty() {
                String::new()
            } else {
                format!("{scheme}:")
            };
            server(format!("{scheme}//{host}{base}"), place("host"))
        });
        servers = Some(urls.collect::<Vec<_>>()).filter(|urls| !urls.is_empty());
    } else if !base.is_empty() {
        servers = Some(vec![server(base.to_owned(), place("basePath"))]);
    }
    let span = servers
        .as_ref()
        .and_then(|servers| servers.first())
        .map_or_else(Span::default, |server| server.span);
    let mut servers = servers.map(|servers| list(servers, span));
    if matches!(
        root.get("x-servers").map(|servers| &servers.value.value),
        Some(NodeValue::Array(_))
    ) {
        servers = take(root, "x-servers");
    }
    if let Some(host) = take(root, "x-ms-parameterized-host") {
        let more = parameterized(&host, root)?;
        match &mut servers {
            Some(Node {
                value: NodeValue::Array(items),
                ..
            }) => items.extend(more),
            _ => servers = Some(list(more, host.span)),
        }
    }
    Ok(servers)
}

fn schemes(root: &Members) -> Option<Vec<String>> {
    match &root.get("schemes")?.value.value {
        NodeValue::Array(items) => Some(
            items
                .iter()
                .filter_map(Node::as_str)
                .map(str::to_owned)
                .collect(),
        ),
        _ => None,
    }
}

/// Azure's extension: a host with variables.
fn parameterized(host: &Node, root: &Members) -> Result<Vec<Node>, Fault> {
    let template = host
        .get("hostTemplate")
        .and_then(Node::as_str)
        .unwrap_or_default();
    let base = text(root, "basePath").unwrap_or_default();
    let whole = matches!(
        host.get("useSchemePrefix").map(|prefix| &prefix.value),
        Some(NodeValue::Bool(false))
    );
    if whole {
        return Ok(vec![server(format!("{template}{base}"), host.span)]);
    }
    let schemes = schemes(root).ok_or_else(|| {
        Fault::new(
            host.span,
            "Beside a parameterized host \"schemes\" are needed.",
        )
    })?;
    Ok(schemes
        .iter()
        .map(|scheme| server(format!("{scheme}://{template}{base}"), host.span))
        .collect())
}

fn server(url: String, span: Span) -> Node {
    let url = url.replace("{{", "{").replace("}}", "}");
    let members = [("url".to_owned(), member(string(url, span)))];
    object(span, members.into_iter().collect())
}

/// The servers of an operation that has schemes of its own: those of the file, each with every
/// scheme that the file doesn't have.
pub(super) fn of_operation(
    schemes: &[String],
    of_file: &[String],
    servers: Option<&Node>,
) -> Vec<Node> {
    let NodeValue::Array(servers) = servers.map_or(&NodeValue::Null, |list| &list.value) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for scheme in schemes.iter().filter(|scheme| !of_file.contains(scheme)) {
        for known in servers {
            let url = known.get("url").and_then(Node::as_str).unwrap_or_default();
            let rest = url.find("//").map_or(url, |slashes| &url[slashes..]);
            all.push(server(format!("{scheme}:{rest}"), known.span));
        }
    }
    all
}
