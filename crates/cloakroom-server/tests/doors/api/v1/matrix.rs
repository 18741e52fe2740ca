//! Every operation of the OpenAPI description and every kind of caller (SEC-WEB-02). An operation
//! without a row fails the test.

use std::collections::BTreeSet;

use http::{Method, Request};
use serde_json::Value;

use crate::support::Installation;

/// Who is let in: past the door, whatever the route then says to an empty body or unknown id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Everybody, with no identity at all.
    Open,
    /// Persons by session.
    Members,
    /// Persons by session and the administrator's token.
    Readers,
    /// Developers and admins by session, and the administrator's token.
    Developers,
    /// Admins by session, and the administrator's token.
    Admins,
    /// The administrator's token alone.
    Administrator,
}

use Access::{Administrator, Admins, Developers, Members, Open, Readers};

/// The callers of the table.
const CALLERS: [&str; 6] = ["anonymous", "alex", "dev", "karin", "host", "administrator"];

impl Access {
    /// Whether anonymous, member, developer and admin by session, a host and the administrator get
    /// past the door.
    pub(crate) const fn lets_in(self) -> [bool; 6] {
        match self {
            Open => [true, true, true, true, true, true],
            Members => [false, true, true, true, false, false],
            Readers => [false, true, true, true, false, true],
            Developers => [false, false, true, true, false, true],
            Admins => [false, false, false, true, false, true],
            Administrator => [false, false, false, false, false, true],
        }
    }

    /// What the description says of such an operation.
    fn described(self, operation: &Value) -> bool {
        let requirements = operation["security"].as_array().unwrap();
        let session = requirements
            .iter()
            .find_map(|requirement| requirement.get("session"))
            .map(|roles| roles[0].as_str().unwrap().to_owned());
        let administrator = requirements
            .iter()
            .any(|requirement| requirement.get("administrator").is_some());
        (session.as_deref(), administrator)
            == match self {
                Open => (None, false),
                Members => (Some("member"), false),
                Readers => (Some("member"), true),
                Developers => (Some("developer"), true),
                Admins => (Some("admin"), true),
                Administrator => (None, true),
            }
    }
}

/// Every operation, by the path of the description.
pub(crate) const ROUTES: &[(&str, &str, Access)] = &[
    ("GET", "/session", Members),
    ("DELETE", "/session", Members),
    ("POST", "/session/preview", Open),
    ("POST", "/session/enter", Open),
    ("POST", "/session/switch", Members),
    ("GET", "/session/providers", Open),
    ("POST", "/session/providers/{id}", Open),
    ("POST", "/session/tenant", Members),
    ("GET", "/sessions", Readers),
    ("DELETE", "/sessions", Members),
    ("DELETE", "/sessions/{id}", Readers),
    ("GET", "/extensions", Members),
    ("GET", "/sign-ins/{id}", Members),
    ("POST", "/sign-ins/{id}/cancel", Members),
    ("GET", "/grants", Readers),
    ("DELETE", "/grants/{id}", Readers),
    ("POST", "/sign-out", Members),
    ("GET", "/traces", Readers),
    ("GET", "/traces/{code}", Readers),
    ("GET", "/registrations", Developers),
    ("POST", "/registrations", Developers),
    ("POST", "/registrations/reserve", Developers),
    ("GET", "/registrations/{id}", Developers),
    ("PUT", "/registrations/{id}", Developers),
    ("DELETE", "/registrations/{id}", Developers),
    ("POST", "/registrations/{id}/swap-secrets", Developers),
    ("GET", "/registrations/{id}/uses", Developers),
    ("POST", "/registrations/discover", Developers),
    ("GET", "/registrations/{id}/tests", Developers),
    ("POST", "/registrations/{id}/tests", Developers),
    ("GET", "/tests/{id}", Developers),
    ("POST", "/tests/{id}/sign-in", Developers),
    ("GET", "/api-keys", Developers),
    ("POST", "/api-keys", Developers),
    ("POST", "/api-keys/reserve", Developers),
    ("GET", "/api-keys/{id}", Developers),
    ("PUT", "/api-keys/{id}", Developers),
    ("DELETE", "/api-keys/{id}", Developers),
    ("GET", "/presets", Developers),
    ("GET", "/presets/{id}", Developers),
    ("GET", "/apps", Developers),
    ("POST", "/apps", Developers),
    ("GET", "/apps/{id}", Developers),
    ("DELETE", "/apps/{id}", Developers),
    ("POST", "/apps/{id}/bindings", Admins),
    ("GET", "/apps/{id}/icon", Readers),
    ("GET", "/apps/{id}/versions", Developers),
    ("POST", "/apps/{id}/versions/{version}/serve", Admins),
    ("DELETE", "/apps/{id}/versions/{version}", Developers),
    ("GET", "/apps/{id}/package", Developers),
    ("GET", "/apps/{id}/findings", Developers),
    ("GET", "/apps/{id}/authentication", Developers),
    ("PUT", "/apps/{id}/authentication", Developers),
    ("POST", "/apps/{id}/authentication/preview", Developers),
    ("POST", "/descriptions/operations", Developers),
    ("POST", "/descriptions/apps", Developers),
    ("GET", "/images/{signed}", Members),
    ("GET", "/hosts", Admins),
    ("POST", "/hosts", Admins),
    ("DELETE", "/hosts/{id}", Admins),
    ("GET", "/persons", Admins),
    ("POST", "/persons", Admins),
    ("GET", "/persons/{name}", Admins),
    ("PUT", "/persons/{name}", Admins),
    ("POST", "/persons/{name}/link", Admins),
    ("GET", "/persons/{name}/host-users", Admins),
    ("POST", "/persons/{name}/host-users", Admins),
    ("DELETE", "/persons/{name}/host-users", Admins),
    ("GET", "/tenants", Administrator),
    ("POST", "/tenants", Administrator),
];

/// The path of a row, with that text for what varies.
pub(crate) fn filled(path: &str, with: &str) -> String {
    let segments = path.split('/').map(|segment| {
        if segment.starts_with('{') {
            with
        } else {
            segment
        }
    });
    format!("/api/v1{}", segments.collect::<Vec<_>>().join("/"))
}

/// Guard: `cloakroom_server::identity::identify`
#[test]
fn sec_web_02_the_table_has_every_operation_of_the_description_and_says_the_same() {
    let description = serde_json::to_value(cloakroom_server::openapi()).unwrap();
    let mut described = BTreeSet::new();
    for (path, item) in description["paths"].as_object().unwrap() {
        for method in ["get", "put", "post", "delete", "patch"] {
            if item.get(method).is_some() {
                described.insert((method.to_uppercase(), path.clone()));
            }
        }
    }
    let rows: BTreeSet<_> = ROUTES
        .iter()
        .map(|(method, path, _)| ((*method).to_owned(), format!("/api/v1{path}")))
        .collect();
    assert_eq!(described, rows);
    for (method, path, access) in ROUTES {
        let operation =
            &description["paths"][format!("/api/v1{path}")][method.to_ascii_lowercase()];
        assert!(access.described(operation), "{method} {path}: {operation}");
    }
}

/// Guard: `cloakroom_server::identity::identify`
#[tokio::test]
async fn sec_web_02_each_route_lets_in_whom_it_should_and_nobody_else() {
    let cloakroom = Installation::start().await;
    let (_, host) = cloakroom.host("contoso", &[]).await;
    let invoke = (
        "POST",
        "/api/invoke".to_owned(),
        [false, true, true, true, true, false],
    );
    let rows = ROUTES
        .iter()
        .map(|(method, path, access)| (*method, filled(path, "x"), access.lets_in()));
    for (method, path, lets_in) in rows.chain([invoke]) {
        for (role, expected) in CALLERS.into_iter().zip(lets_in) {
            let method: Method = method.parse().unwrap();
            let mut request = Request::builder().method(&method).uri(&path);
            let browser = match role {
                "alex" | "dev" | "karin" => {
                    let browser = cloakroom.enter("contoso", role).await;
                    let token = browser.get("/api/v1/session").await.json()["csrfToken"]
                        .as_str()
                        .unwrap()
                        .to_owned();
                    request = request
                        .header("x-csrf-token", token)
                        .header("origin", crate::support::PUBLIC_URL)
                        .header("sec-fetch-site", "same-origin");
                    browser
                }
                "host" => {
                    request = request.header("authorization", format!("Bearer {host}"));
                    cloakroom.anonymous()
                }
                "administrator" => {
                    request = request
                        .header(
                            "authorization",
                            format!("Bearer {}", cloakroom.administrator),
                        )
                        .header("cloakroom-tenant", "contoso");
                    cloakroom.anonymous()
                }
                _ => cloakroom.anonymous(),
            };
            let answer = browser
                .send(request.header("content-type", "application/json"), "[]")
                .await;
            let code = answer.problem_code();
            let stopped = matches!(answer.status.as_u16(), 401 | 403) && code != "cross_site";
            assert_eq!(
                !stopped, expected,
                "{role} {method} {path}: {} {}",
                answer.status, answer.text
            );
        }
    }
}
