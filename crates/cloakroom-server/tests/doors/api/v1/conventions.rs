//! What all operations of the portal API have in common, held against its description: lists page
//! by cursor, changes name the version that was seen, creates may be sent again. What is otherwise
//! stands here with its reason.

use std::collections::BTreeSet;

use http::{Method, Request};
use serde_json::Value;

use super::matrix::filled;
use crate::support::Installation;

/// Answers with a list that do not page, and why.
const WHOLE: &[(&str, &str)] = &[
    (
        "/extensions",
        "what the chat offers is one menu; it is asked for at once",
    ),
    ("/presets", "built in: as many as there are in the table"),
    (
        "/session/providers",
        "those of the configuration, before anybody is known",
    ),
    (
        "/registrations/{id}/tests",
        "the newest twenty; older ones are forgotten",
    ),
    (
        "/apps/{id}/versions",
        "the newest hundred, each with what it would change",
    ),
];

/// Lists without `search`, and why.
const UNSEARCHED: &[(&str, &str)] = &[
    ("/grants", "filtered by user, registration and app"),
    ("/sessions", "one's own, or all of the tenant"),
    (
        "/persons/{name}/host-users",
        "of one person, by names that nobody remembers",
    ),
];

/// Removals without `If-Match`, and why.
const NEVER_CHANGED: &[(&str, &str)] = &[
    ("/session", "one's own session: it ends, whatever it is"),
    ("/sessions", "all others of one's own"),
    ("/sessions/{id}", "a session is made and ends"),
    (
        "/grants/{id}",
        "ending is what is wanted, however often it was refreshed meanwhile",
    ),
    ("/hosts/{id}", "a host is made and removed, never changed"),
    (
        "/persons/{name}/host-users",
        "a link is made and taken back, never changed",
    ),
    (
        "/apps/{id}/versions/{version}",
        "its id is the hash of its content",
    ),
];

/// Deeds by POST that change what has a version: they name it like other changes.
const DEEDS: &[&str] = &[
    "/registrations/{id}/swap-secrets",
    "/apps/{id}/bindings",
    "/apps/{id}/versions/{version}/serve",
];

/// POST without `Idempotency-Key`: nobody is known who could have sent it before.
const OPEN: &[&str] = &[
    "/session/preview",
    "/session/enter",
    "/session/providers/{id}",
];

struct Described {
    method: String,
    path: String,
    operation: Value,
}

impl Described {
    /// Whether it has that parameter, and whether it must be given.
    fn parameter(&self, name: &str) -> Option<bool> {
        let parameters = self.operation["parameters"].as_array()?;
        let named = parameters.iter().find(|one| one["name"] == name)?;
        Some(named["required"] == true)
    }

    /// The schema of its success.
    fn answer<'d>(&self, description: &'d Value) -> Option<&'d Value> {
        let schema = &self.operation["responses"]["200"]["content"]["application/json"]["schema"];
        let name = schema["$ref"].as_str()?.rsplit('/').next()?;
        Some(&description["components"]["schemas"][name])
    }

    /// Whether it answers with a list, and something to go on by at most.
    fn is_list(&self, description: &Value) -> bool {
        let name = self.operation["operationId"].as_str().unwrap();
        let rows = self.answer(description).is_some_and(|schema| {
            let properties = schema["properties"].as_object();
            let mut rest: Vec<_> = properties.into_iter().flatten().collect();
            rest.retain(|(name, _)| *name != "next");
            matches!(rest.as_slice(), [(_, only)] if only["type"] == "array")
        });
        self.method == "GET" && (rows || name.starts_with("list_"))
    }
}

fn described() -> (Value, Vec<Described>) {
    let description = serde_json::to_value(cloakroom_server::openapi()).unwrap();
    let mut all = Vec::new();
    for (path, item) in description["paths"].as_object().unwrap() {
        for method in ["get", "put", "post", "delete", "patch"] {
            if let Some(operation) = item.get(method) {
                all.push(Described {
                    method: method.to_uppercase(),
                    path: path.trim_start_matches("/api/v1").to_owned(),
                    operation: operation.clone(),
                });
            }
        }
    }
    (description, all)
}

/// Those of a table are exactly the others.
fn exceptions<'t>(table: impl IntoIterator<Item = &'t str>, others: &[String], what: &str) {
    let table: BTreeSet<&str> = table.into_iter().collect();
    let others: BTreeSet<&str> = others.iter().map(String::as_str).collect();
    assert_eq!(table, others, "{what}");
}

#[test]
fn every_list_pages_by_cursor_and_is_searched() {
    let (description, all) = described();
    let (mut whole, mut unsearched, mut paged) = (Vec::new(), Vec::new(), 0);
    for one in all.iter().filter(|one| one.is_list(&description)) {
        let schema = one.answer(&description).unwrap();
        let pages = [
            one.parameter("cursor").is_some(),
            one.parameter("limit").is_some(),
            schema["properties"].get("next").is_some(),
        ];
        if pages == [false, false, false] {
            whole.push(one.path.clone());
            continue;
        }
        assert_eq!(pages, [true, true, true], "{}", one.path);
        paged += 1;
        if one.parameter("search").is_none() {
            unsearched.push(one.path.clone());
        }
    }
    assert!(paged >= 10, "{paged}");
    exceptions(WHOLE.iter().map(|(path, _)| *path), &whole, "no cursor");
    let table = UNSEARCHED.iter().map(|(path, _)| *path);
    exceptions(table, &unsearched, "no search");
}

#[test]
fn every_change_names_the_version_that_was_seen() {
    let (_, all) = described();
    let (mut without, mut deeds) = (Vec::new(), Vec::new());
    for one in &all {
        match (one.method.as_str(), one.parameter("If-Match")) {
            ("GET" | "POST", None) | ("PUT" | "PATCH" | "DELETE", Some(true)) => {}
            ("POST", Some(true)) => deeds.push(one.path.clone()),
            ("DELETE", None) => without.push(one.path.clone()),
            (method, given) => panic!("{method} {}: If-Match {given:?}", one.path),
        }
    }
    let table = NEVER_CHANGED.iter().map(|(path, _)| *path);
    exceptions(table, &without, "no If-Match");
    exceptions(DEEDS.iter().copied(), &deeds, "POST with If-Match");
}

#[test]
fn every_create_may_be_sent_again() {
    let (_, all) = described();
    let posts = all.iter().filter(|one| one.method == "POST");
    let without: Vec<_> = posts
        .filter(|one| one.parameter("Idempotency-Key").is_none())
        .map(|one| one.path.clone())
        .collect();
    exceptions(OPEN.iter().copied(), &without, "no Idempotency-Key");
}

/// What the description says, the routes do: an admin, and for tenants the administrator, is told
/// of a malformed cursor, a missing version and a malformed key.
#[tokio::test]
async fn the_routes_keep_to_the_conventions_that_are_described() {
    let cloakroom = Installation::start().await;
    let karin = cloakroom.enter("contoso", "karin").await;
    let token = karin.get("/api/v1/session").await.json()["csrfToken"].clone();
    let (_, all) = described();
    let mut asked = 0;
    for one in &all {
        let path = filled(&one.path, "x");
        let key = one.method == "POST" && one.parameter("Idempotency-Key").is_some();
        let (path, header, expected) = if one.parameter("cursor").is_some() {
            (format!("{path}?cursor=!"), None, "cursor_malformed")
        } else if key {
            (
                path,
                Some(("idempotency-key", "")),
                "idempotency_key_malformed",
            )
        } else if one.parameter("If-Match").is_some() {
            (path, None, "if_match_required")
        } else {
            continue;
        };
        let method: Method = one.method.parse().unwrap();
        let mut request = Request::builder()
            .method(method)
            .uri(&path)
            .header("content-type", "application/json");
        if let Some((name, value)) = header {
            request = request.header(name, value);
        }
        let by_session = one.operation["security"]
            .as_array()
            .unwrap()
            .iter()
            .any(|requirement| requirement.get("session").is_some());
        let answer = if by_session {
            let request = request
                .header("x-csrf-token", token.as_str().unwrap())
                .header("origin", crate::support::PUBLIC_URL)
                .header("sec-fetch-site", "same-origin");
            karin.send(request, "{}").await
        } else {
            let administrator = format!("Bearer {}", cloakroom.administrator);
            let request = request
                .header("authorization", administrator)
                .header("cloakroom-tenant", "contoso");
            cloakroom.anonymous().send(request, "{}").await
        };
        let code = answer.problem_code();
        assert_eq!(code, expected, "{} {path}: {}", one.method, answer.text);
        asked += 1;
    }
    assert!(asked >= 40, "{asked}");
}
