//! Servers: an absolute URL, https for message extensions.

use url::Url;

use super::report::Finding;
use super::target::{METHODS, Target};
use super::{FILE, Reason, operation::members};
use crate::openapi::placeholder;
use crate::openapi::view::View;

/// The servers of the whole file, of its paths and operations: the first of each list.
pub(super) fn of_file(root: &View<'_>, target: Target) -> Vec<Finding<Reason>> {
    let mut found = Vec::new();
    let mut any = false;
    let mut look = |owner: &View<'_>, found: &mut Vec<Finding<Reason>>| {
        let servers = owner.get("servers").map(|servers| servers.items());
        if let Some(server) = servers.and_then(|servers| servers.into_iter().next()) {
            any = true;
            found.extend(check(&server, target));
        }
    };
    look(root, &mut found);
    for (_, item) in members(root, "paths") {
        look(&item, &mut found);
        for (method, operation) in item.members() {
            if METHODS.contains(&method) && target.offers(method) {
                look(&operation, &mut found);
            }
        }
    }
    if !any {
        found.push(Finding::new(Reason::NoServer, FILE));
    }
    found
}

/// The server that an operation is called at: its own, the path's, the file's.
pub(super) fn of_operation(
    operation: &View<'_>,
    item: &View<'_>,
    root: &View<'_>,
    target: Target,
) -> Option<Finding<Reason>> {
    let server = [operation, item, root].into_iter().find_map(first);
    match server {
        Some(server) => check(&server, target),
        None => Some(Finding::new(Reason::NoServer, operation.node().span)),
    }
}

/// The first server; what is empty or `null` is none.
fn first<'a>(owner: &View<'a>) -> Option<View<'a>> {
    let servers = owner.get("servers")?.items();
    servers.into_iter().next().filter(View::is_truthy)
}

fn check(server: &View<'_>, target: Target) -> Option<Finding<Reason>> {
    let url = server.get("url");
    let place = url.as_ref().unwrap_or(server).node().span;
    let text = url.and_then(|url| url.node().as_str()).unwrap_or_default();
    let Ok(url) = Url::parse(&placeholder::filled(text)) else {
        return Some(
            Finding::new(Reason::RelativeServer, place)
                .with(format!("The server's URL {text:?} is not absolute.")),
        );
    };
    match (url.scheme(), target) {
        ("https", _) | ("http", Target::Plugin) => None,
        (scheme, _) => Some(Finding::new(Reason::ServerProtocol, place).with(format!(
            "The server's URL has the protocol {scheme}, which is not supported."
        ))),
    }
}
