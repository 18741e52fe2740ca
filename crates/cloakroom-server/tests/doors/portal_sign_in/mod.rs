//! Signing in to the portal by an OpenID provider.

mod answers;
mod forged;
mod people;

use cloakroom_model::Role;
use serde_json::{Value, json};

use crate::support::{Answer, Browser, Installation, Issuer, access, sign_in_provider};

/// An installation whose people of `contoso` and `fabrikam` come by one provider.
async fn one_provider() -> (Installation, Issuer) {
    let issuer = Issuer::start().await;
    let tenants = vec![access("contoso"), access("fabrikam")];
    let provider = sign_in_provider("corp", &issuer, tenants);
    let cloakroom = Installation::with_providers(vec![provider], &[&issuer]).await;
    (cloakroom, issuer)
}

/// The claims of somebody in these groups.
fn in_groups(groups: &[&str]) -> Value {
    json!({"groups": groups, "name": "Mona"})
}

/// That nobody came in, and the code of the reason.
async fn turned_away(browser: &Browser, answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text);
    let location = answer.location();
    let code = location
        .strip_prefix("/portal-sign-in-problem/")
        .unwrap_or_else(|| panic!("let in: {location}"));
    assert_eq!(browser.get("/api/v1/session").await.status, 401);
    code.to_owned()
}

/// That somebody came in, and who and what the session says that he is.
async fn let_in(browser: &Browser, answer: &Answer) -> Value {
    assert_eq!(
        (answer.status.as_u16(), answer.location()),
        (303, "/portal")
    );
    let session = browser.get("/api/v1/session").await;
    assert_eq!(session.status, 200, "{}", session.text);
    browser.take_token(&session.json());
    session.json()
}

async fn people_of(cloakroom: &Installation, issuer: &Issuer) -> Vec<(String, String, Role)> {
    let mut found = Vec::new();
    for tenant in ["contoso", "fabrikam"] {
        let request = cloakroom_store::PageRequest::first(100);
        let tenant = tenant.parse().unwrap();
        let page = cloakroom.store.people().page(&tenant, &request).await;
        for person in page.unwrap().items {
            if person.user.subject.issuer == issuer.issuer() {
                let subject = person.user.subject.subject;
                found.push((tenant.as_str().to_owned(), subject, person.role));
            }
        }
    }
    found
}
