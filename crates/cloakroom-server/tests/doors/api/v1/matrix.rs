//! Every route and every kind of caller (SEC-WEB-02).

use http::{Method, Request};

use crate::support::Installation;

/// What anonymous, member, developer and admin by session, a host and the administrator get at
/// the door: `true` for past it, whatever the route then says to an empty body or unknown id.
pub(super) const ROUTES: &[(&str, &str, [bool; 6])] = &[
    (
        "GET",
        "/api/v1/session",
        [false, true, true, true, false, false],
    ),
    (
        "DELETE",
        "/api/v1/session",
        [false, true, true, true, false, false],
    ),
    (
        "POST",
        "/api/v1/session/switch",
        [false, true, true, true, false, false],
    ),
    (
        "GET",
        "/api/v1/extensions",
        [false, true, true, true, false, false],
    ),
    (
        "POST",
        "/api/invoke",
        [false, true, true, true, true, false],
    ),
    (
        "GET",
        "/api/v1/sign-ins/x",
        [false, true, true, true, false, false],
    ),
    (
        "POST",
        "/api/v1/sign-ins/x/cancel",
        [false, true, true, true, false, false],
    ),
    (
        "GET",
        "/api/v1/grants",
        [false, true, true, true, false, true],
    ),
    (
        "DELETE",
        "/api/v1/grants/x",
        [false, true, true, true, false, true],
    ),
    (
        "POST",
        "/api/v1/sign-out",
        [false, true, true, true, false, false],
    ),
    (
        "GET",
        "/api/v1/traces",
        [false, true, true, true, false, true],
    ),
    (
        "GET",
        "/api/v1/traces/x",
        [false, true, true, true, false, true],
    ),
    (
        "GET",
        "/api/v1/registrations",
        [false, false, true, true, false, true],
    ),
    (
        "POST",
        "/api/v1/registrations",
        [false, false, true, true, false, true],
    ),
    (
        "POST",
        "/api/v1/registrations/reserve",
        [false, false, true, true, false, true],
    ),
    (
        "GET",
        "/api/v1/registrations/x",
        [false, false, true, true, false, true],
    ),
    (
        "DELETE",
        "/api/v1/registrations/x",
        [false, false, true, true, false, true],
    ),
    (
        "GET",
        "/api/v1/apps",
        [false, false, true, true, false, true],
    ),
    (
        "POST",
        "/api/v1/apps",
        [false, false, true, true, false, true],
    ),
    (
        "DELETE",
        "/api/v1/apps/x",
        [false, false, true, true, false, true],
    ),
    (
        "POST",
        "/api/v1/apps/x/bindings",
        [false, false, false, true, false, true],
    ),
    (
        "GET",
        "/api/v1/apps/x/icon",
        [false, true, true, true, false, true],
    ),
    (
        "GET",
        "/api/v1/images/x",
        [false, true, true, true, false, false],
    ),
    (
        "GET",
        "/api/v1/hosts",
        [false, false, false, true, false, true],
    ),
    (
        "POST",
        "/api/v1/hosts",
        [false, false, false, true, false, true],
    ),
    (
        "DELETE",
        "/api/v1/hosts/x",
        [false, false, false, true, false, true],
    ),
    (
        "GET",
        "/api/v1/persons",
        [false, false, false, true, false, true],
    ),
    (
        "POST",
        "/api/v1/persons",
        [false, false, false, true, false, true],
    ),
    (
        "POST",
        "/api/v1/persons/x/link",
        [false, false, false, true, false, true],
    ),
    (
        "GET",
        "/api/v1/tenants",
        [false, false, false, false, false, true],
    ),
    (
        "POST",
        "/api/v1/tenants",
        [false, false, false, false, false, true],
    ),
];

/// Guard: `cloakroom_server::identity::identify`
#[tokio::test]
async fn sec_web_02_each_route_lets_in_whom_it_should_and_nobody_else() {
    let cloakroom = Installation::start().await;
    let (_, host) = cloakroom.host("contoso", &[]).await;
    for (method, path, lets_in) in ROUTES {
        for (role, expected) in ["anonymous", "alex", "dev", "karin", "host", "administrator"]
            .iter()
            .zip(lets_in)
        {
            let method: Method = method.parse().unwrap();
            let mut request = Request::builder().method(&method).uri(*path);
            let browser = match *role {
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
            let stopped = matches!(answer.status.as_u16(), 401 | 403);
            assert_eq!(
                !stopped, *expected,
                "{role} {method} {path}: {} {}",
                answer.status, answer.text
            );
        }
    }
}
