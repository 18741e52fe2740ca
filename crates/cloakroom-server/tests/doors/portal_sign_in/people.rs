//! Who somebody is, in which tenants, and as what.

use cloakroom_model::Role;
use serde_json::json;

use super::{in_groups, let_in, one_provider, people_of, turned_away};
use crate::support::{Installation, Issuer, access, leave, sign_in_provider};

/// Guard: `cloakroom_broker::portal::callback::Broker::admit`
#[tokio::test]
async fn sec_web_03_two_providers_with_the_same_e_mail_are_two_people() {
    let (ours, theirs) = (Issuer::start().await, Issuer::start().await);
    let mut open = access("contoso");
    open.everyone = Some(Role::Member);
    let providers = vec![
        sign_in_provider("ours", &ours, vec![access("contoso")]),
        sign_in_provider("theirs", &theirs, vec![open]),
    ];
    let cloakroom = Installation::with_providers(providers, &[&ours, &theirs]).await;
    let claims = |groups: &[&str]| {
        json!({
            "sub": "1", "email": "karin@contoso.example", "email_verified": true,
            "name": "karin", "preferred_username": "karin", "groups": groups,
        })
    };
    let karin = cloakroom.anonymous();
    let answer = ours
        .sign_in(&karin, "ours", claims(&["contoso-keepers"]))
        .await;
    assert_eq!(let_in(&karin, &answer).await["role"], "admin");
    // The same name, address and even subject, said by somebody else.
    let mallory = cloakroom.anonymous();
    let answer = theirs.sign_in(&mallory, "theirs", claims(&[])).await;
    let session = let_in(&mallory, &answer).await;
    assert_eq!(
        (&session["role"], &session["provider"]),
        (&json!("member"), &json!("Provider theirs"))
    );
    let role = |role| vec![("contoso".to_owned(), "1".to_owned(), role)];
    assert_eq!(people_of(&cloakroom, &ours).await, role(Role::Admin));
    assert_eq!(people_of(&cloakroom, &theirs).await, role(Role::Member));
    let local = cloakroom.person("contoso", "karin").await;
    assert_eq!(local.role, Role::Admin, "and the local account is a third");
    let sessions = mallory.get("/api/v1/sessions").await.json();
    assert_eq!(
        sessions["sessions"].as_array().unwrap().len(),
        1,
        "{sessions}"
    );
}

/// Guard: `cloakroom_broker::portal::callback::Broker::admit`
#[tokio::test]
async fn sec_web_03_an_e_mail_address_decides_nothing_however_it_is_written() {
    let (cloakroom, issuer) = one_provider().await;
    for (number, email) in [
        json!("karin@contoso.example@evil.example"),
        json!("mallory@evil.example@contoso.example"),
        json!("\"karin@contoso.example\"@evil.example"),
        json!("karin@contoso.example\u{0}@evil.example"),
        json!("KARIN@CONTOSO.EXAMPLE"),
        json!(""),
    ]
    .into_iter()
    .enumerate()
    {
        let browser = cloakroom.anonymous();
        let claims = json!({"sub": format!("m{number}"), "email": email});
        let answer = issuer.sign_in(&browser, "corp", claims.clone()).await;
        assert_eq!(turned_away(&browser, &answer).await, "portal_not_admitted");
        let mut claims = claims;
        claims["groups"] = json!(["contoso-staff"]);
        let answer = issuer.sign_in(&browser, "corp", claims).await;
        let session = let_in(&browser, &answer).await;
        assert_eq!(session["user"]["id"], format!("m{number}"));
        assert_eq!(session["role"], "member");
    }
    assert_eq!(people_of(&cloakroom, &issuer).await.len(), 6);
}

/// Guard: `cloakroom_broker::portal::provider::TenantAccess::role`
#[tokio::test]
async fn sec_web_02_groups_decide_the_role_in_each_tenant_and_nobody_is_in_by_default() {
    let (cloakroom, issuer) = one_provider().await;
    for (groups, tenant, role) in [
        (&["contoso-staff"][..], "contoso", "member"),
        (
            &["contoso-builders", "fabrikam-keepers"],
            "contoso",
            "developer",
        ),
        (&["contoso-staff", "contoso-keepers"], "contoso", "admin"),
        (&["fabrikam-staff"], "fabrikam", "member"),
    ] {
        let browser = cloakroom.anonymous();
        let answer = issuer.sign_in(&browser, "corp", in_groups(groups)).await;
        let session = let_in(&browser, &answer).await;
        assert_eq!(
            (&session["tenant"]["id"], &session["role"]),
            (&json!(tenant), &json!(role))
        );
    }
    for claims in [
        json!({}),
        in_groups(&["everybody"]),
        json!({"groups": {"contoso-keepers": true}}),
    ] {
        let browser = cloakroom.anonymous();
        let answer = issuer.sign_in(&browser, "corp", claims).await;
        assert_eq!(turned_away(&browser, &answer).await, "portal_not_admitted");
    }
}

/// Guard: `cloakroom_store::people::People::leave`
#[tokio::test]
async fn sec_web_04_who_is_taken_out_of_a_group_loses_role_and_sessions_there() {
    let (cloakroom, issuer) = one_provider().await;
    let both = in_groups(&["contoso-keepers", "fabrikam-staff"]);
    let (laptop, phone) = (cloakroom.anonymous(), cloakroom.anonymous());
    let answer = issuer.sign_in(&laptop, "corp", both.clone()).await;
    let_in(&laptop, &answer).await;
    // A new role holds at once in sessions that are there.
    let less = in_groups(&["contoso-staff", "fabrikam-staff"]);
    let answer = issuer.sign_in(&phone, "corp", less).await;
    let_in(&phone, &answer).await;
    assert_eq!(laptop.get("/api/v1/session").await.json()["role"], "member");
    assert_eq!(laptop.get("/api/v1/persons").await.status, 403);
    // Out of the tenant: no session there lives on, and none can be switched to.
    let out = in_groups(&["fabrikam-staff"]);
    let answer = issuer.sign_in(&phone, "corp", out).await;
    assert_eq!(let_in(&phone, &answer).await["tenant"]["id"], "fabrikam");
    assert_eq!(laptop.get("/api/v1/session").await.status, 401);
    let refused = phone
        .post("/api/v1/session/tenant", &json!({"tenant": "contoso"}))
        .await;
    assert_eq!(refused.problem(), (404, "tenant_not_yours".to_owned()));
    // And out of all.
    let answer = issuer
        .sign_in(&cloakroom.anonymous(), "corp", json!({}))
        .await;
    assert!(answer.location().ends_with("portal_not_admitted"));
    assert_eq!(phone.get("/api/v1/session").await.status, 401);
    // Back in, he is who he was.
    let answer = issuer.sign_in(&laptop, "corp", both).await;
    assert_eq!(let_in(&laptop, &answer).await["role"], "admin");
}

/// Guard: `cloakroom_store::people::People::memberships`
#[tokio::test]
async fn sec_web_02_a_person_switches_among_his_own_tenants_only_and_the_session_is_new() {
    let (cloakroom, issuer) = one_provider().await;
    let browser = cloakroom.anonymous();
    let claims = in_groups(&["contoso-staff", "fabrikam-keepers"]);
    let answer = issuer.sign_in(&browser, "corp", claims).await;
    let session = let_in(&browser, &answer).await;
    assert_eq!(
        session["tenants"],
        json!([
            {"id": "contoso", "name": "contoso"}, {"id": "fabrikam", "name": "fabrikam"},
        ])
    );
    let before = browser.cookies();
    let switched = browser
        .post("/api/v1/session/tenant", &json!({"tenant": "fabrikam"}))
        .await;
    let body = switched.json();
    assert_eq!(
        (&body["tenant"]["id"], &body["role"]),
        (&json!("fabrikam"), &json!("admin"))
    );
    assert_ne!(browser.cookies(), before);
    let thief = cloakroom.anonymous();
    for (name, value) in before {
        thief.set_cookie(&name, &value);
    }
    assert_eq!(
        thief.get("/api/v1/session").await.status,
        401,
        "the old one has ended"
    );
    browser.take_token(&body);
    for tenant in ["tailspin", "default"] {
        let refused = browser
            .post("/api/v1/session/tenant", &json!({"tenant": tenant}))
            .await;
        assert_eq!(refused.problem(), (404, "tenant_not_yours".to_owned()));
    }
    // A local name means something in its own tenant alone, though another has the same.
    let made = browser
        .post(
            "/api/v1/persons",
            &json!({"name": "karin", "role": "admin"}),
        )
        .await;
    assert_eq!(made.status, 201);
    let karin = cloakroom.enter("fabrikam", "karin").await;
    let session = karin.get("/api/v1/session").await.json();
    assert_eq!(session["tenants"].as_array().unwrap().len(), 1, "{session}");
    let refused = karin
        .post("/api/v1/session/tenant", &json!({"tenant": "contoso"}))
        .await;
    assert_eq!(refused.problem(), (404, "tenant_not_yours".to_owned()));
}

#[tokio::test]
async fn people_of_providers_are_listed_beside_local_accounts_page_by_page() {
    let (cloakroom, issuer) = one_provider().await;
    let browser = cloakroom.anonymous();
    let answer = issuer
        .sign_in(&browser, "corp", in_groups(&["contoso-keepers"]))
        .await;
    let_in(&browser, &answer).await;
    let (mut names, mut next) = (Vec::new(), String::new());
    for _ in 0..9 {
        let page = browser
            .get(&format!("/api/v1/persons?limit=1&cursor={next}"))
            .await
            .json();
        let person = &page["persons"][0];
        names.push(format!(
            "{} {}",
            person["name"].as_str().unwrap(),
            person["provider"]
        ));
        match page["next"].as_str() {
            Some(cursor) => cursor.clone_into(&mut next),
            None => break,
        }
    }
    names.sort();
    let expected = [
        "248289761001 \"Provider corp\"",
        "alex null",
        "dev null",
        "karin null",
    ];
    assert_eq!(names, expected);
    let listed = browser.get("/api/v1/session/providers").await.json();
    assert_eq!(
        listed,
        json!({"providers": [{"id": "corp", "name": "Provider corp"}]})
    );
    let unknown = browser
        .post("/api/v1/session/providers/other", &json!({}))
        .await;
    assert_eq!(
        unknown.problem(),
        (404, "sign_in_provider_unknown".to_owned())
    );
    leave(&browser, "corp").await;
}
