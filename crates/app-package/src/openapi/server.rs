//! Where an operation is called: its own server, the path's or the description's.

use url::Url;

use super::{Found, OpenApi, OpenApiVersion};
use crate::document::Cursor;
use crate::problem::{Problem, Problems};

impl OpenApi {
    /// The first usable server that applies to an operation.
    pub(crate) fn server(&self, found: &Found<'_>, problems: &mut Problems) -> Option<Url> {
        let candidates = self.servers(found);
        let mut first = None;
        for (place, text) in &candidates {
            match check(place, text) {
                Ok(url) => return Some(url),
                Err(problem) => first = first.or(Some(problem)),
            }
        }
        let problem = first.map_or_else(
            || {
                Problem::at(
                    "server_missing",
                    &found.operation,
                    "The description names no server for the operation.",
                    "Add \"servers\" with the API's absolute https URL.",
                )
            },
            |problem| *problem,
        );
        problems.push(problem);
        None
    }

    /// The servers that apply, with variables filled in.
    fn servers<'a>(&'a self, found: &Found<'a>) -> Vec<(Cursor<'a>, String)> {
        let Some(root) = self.root() else {
            return Vec::new();
        };
        if self.version == OpenApiVersion::V2 {
            return swagger(&root, found);
        }
        [&found.operation, &found.path_item, &root]
            .into_iter()
            .filter_map(|owner| owner.present("servers"))
            .map(|list| list.items())
            .find(|list| !list.is_empty())
            .unwrap_or_default()
            .into_iter()
            .filter_map(|server| {
                let url = fill_in(server.str("url")?, &server);
                Some((server.present("url")?, url))
            })
            .collect()
    }
}

/// Server variables by their defaults. Placeholders of toolkit projects (`${{NAME}}`) stay.
fn fill_in(url: &str, server: &Cursor<'_>) -> String {
    let mut filled = url.to_owned();
    for (name, variable) in server
        .present("variables")
        .map(|all| all.members())
        .unwrap_or_default()
    {
        if let Some(default) = variable.str("default")
            && !url.contains("${{")
        {
            filled = filled.replace(&format!("{{{name}}}"), default);
        }
    }
    filled
}

/// `schemes`, `host` and `basePath` of 2.0.
fn swagger<'a>(root: &Cursor<'a>, found: &Found<'a>) -> Vec<(Cursor<'a>, String)> {
    let Some(host) = root.present("host") else {
        return Vec::new();
    };
    let name = host.node.as_str().unwrap_or_default();
    let base = root.str("basePath").unwrap_or_default();
    let schemes = found
        .operation
        .present("schemes")
        .or_else(|| root.present("schemes"));
    let mut schemes: Vec<&str> = schemes
        .map(|list| list.items())
        .unwrap_or_default()
        .iter()
        .filter_map(|scheme| scheme.node.as_str())
        .collect();
    if schemes.is_empty() {
        // 2.0 leaves it to how the description was fetched; a package isn't fetched.
        schemes.push("https");
    }
    schemes
        .into_iter()
        .map(|scheme| (host.clone(), format!("{scheme}://{name}{base}")))
        .collect()
}

fn check(place: &Cursor<'_>, text: &str) -> Result<Url, Box<Problem>> {
    let problem =
        |code, sentence: String, fix: &str| Err(Box::new(Problem::at(code, place, sentence, fix)));
    if text.contains("${{") {
        return problem(
            "server_not_known_yet",
            format!("The server {text:?} is a placeholder of a toolkit project."),
            "Build the package with the toolkit, or write the URL in its place.",
        );
    }
    let url = match Url::parse(text) {
        Ok(url) => url,
        Err(url::ParseError::RelativeUrlWithoutBase) => {
            return problem(
                "server_relative",
                format!("The server {text:?} is relative; a package has no place of its own."),
                "Write the API's absolute https URL.",
            );
        }
        Err(error) => {
            return problem(
                "server_not_a_url",
                format!("The server {text:?} is not a URL: {error}."),
                "Write the API's absolute https URL.",
            );
        }
    };
    if url.scheme() != "https" {
        return problem(
            "server_not_https",
            format!("The server {text:?} is not https."),
            "Write the production https URL; for development, map it when the app is installed.",
        );
    }
    let plain = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none()
        && !text.contains(['{', '}']);
    if !plain {
        return problem(
            "server_not_plain",
            format!("The server {text:?} has a user, query, fragment or unknown variable."),
            "Write scheme, host, port and path only.",
        );
    }
    Ok(url)
}
