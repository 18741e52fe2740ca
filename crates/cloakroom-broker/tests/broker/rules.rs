//! Who may use a registration for which app and URL, and whose a grant is: what the rules refuse
//! opens nothing, also when they were tightened on the way.

use cloakroom_broker::{AppIdentity, CredentialError, SignInReason};
use cloakroom_model::{Caller, Explain as _};
use serde_json::json;
use url::Url;

use crate::support::signed_in::{HOUR, SignedIn, signed_in, signed_in_with};
use crate::support::{API, World, allow, app, registration, tenant, ticket};

/// Guard: `cloakroom_broker::policy::check`
#[tokio::test]
async fn sec_vault_07_what_a_rule_refuses_opens_nothing() {
    let case = signed_in_with(bound_to_the_app).await;
    let good: Url = API.parse().unwrap();
    let other_app = AppIdentity {
        owner: tenant("contoso"),
        manifest_id: "other".parse().unwrap(),
    };
    let elsewhere = "https://repairs.contoso.example.evil/repairs";
    let elsewhere: Url = elsewhere.parse().unwrap();
    let (stranger, _) = case.world.person("fabrikam", "alex").await;
    let own = app();
    for (caller, app, url, code) in [
        (&case.karin, &other_app, &good, "registration_other_app"),
        (&case.karin, &own, &elsewhere, "base_url_mismatch"),
        (&stranger, &own, &good, "registration_other_tenant"),
    ] {
        refused_without_opening(&case, caller, app, url, code).await;
    }
}

/// Another publisher names the registration in a package of his own: with the manifest id of the
/// app that it is for, with one of his own where any app may use it, and for his own tenant's users.
///
/// Guard: `cloakroom_broker::policy::check`
#[tokio::test]
async fn sec_egress_08_another_publishers_package_gets_nothing_by_the_registration_id() {
    let thief = |manifest_id: &str| AppIdentity {
        owner: tenant("fabrikam"),
        manifest_id: manifest_id.parse().unwrap(),
    };
    let good: Url = API.parse().unwrap();
    let his: Url = "https://evil.example/repairs".parse().unwrap();
    let bound = signed_in_with(|input| {
        bound_to_the_app(input);
        input["restrictByOrg"] = json!("AnyOrganization");
    })
    .await;
    let (mallory, _) = bound.world.person("fabrikam", "mallory").await;
    for caller in [&bound.karin, &mallory] {
        for app in [thief("5a31b6b1"), thief("other")] {
            for url in [&good, &his] {
                let code = "registration_other_app";
                refused_without_opening(&bound, caller, &app, url, code).await;
            }
        }
    }
    let open = signed_in_with(|input| input["restrictByOrg"] = json!("AnyOrganization")).await;
    let (mallory, _) = open.world.person("fabrikam", "mallory").await;
    for caller in [&open.karin, &mallory] {
        refused_without_opening(&open, caller, &thief("other"), &his, "base_url_mismatch").await;
    }
}

fn bound_to_the_app(input: &mut serde_json::Value) {
    input["restrictByApp"] = json!("ExistingApp");
    input["appId"] = json!("5a31b6b1");
}

async fn refused_without_opening(
    case: &SignedIn,
    caller: &Caller,
    app: &AppIdentity,
    url: &Url,
    code: &str,
) {
    let opened = case.world.parts.vault.opened();
    let trace = case.world.trace();
    let refused = case
        .world
        .broker
        .authorize(caller, app, &case.world.registration, url, &trace)
        .await;
    assert_eq!(refused.unwrap_err().code(), code, "{app:?} {url}");
    assert_eq!(case.world.parts.vault.opened(), opened);
}

/// Another user, another tenant, another account: never the same grant.
#[tokio::test]
async fn a_users_grant_is_nobody_elses() {
    let case = signed_in_with(|input| input["restrictByOrg"] = json!("AnyOrganization")).await;
    for (tenant, name) in [("contoso", "alex"), ("fabrikam", "karin")] {
        let (other, _) = case.world.person(tenant, name).await;
        let authorized = case.world.authorized(&other).await;
        let error = case
            .world
            .broker
            .credential(&authorized, &case.world.trace())
            .await
            .unwrap_err();
        assert!(matches!(
            error,
            CredentialError::SignIn(SignInReason::NoGrant)
        ));
    }
}

/// Guard: `cloakroom_broker::sign_in::leave::check_rules`
#[tokio::test]
async fn sec_signin_10_a_rule_tightened_on_the_way_stops_link_callback_and_use() {
    let world = World::with(|input| input["restrictByOrg"] = json!("AnyOrganization")).await;
    let (guest, visitor) = world.person("fabrikam", "alex").await;
    let (_, to) = world.leave(&guest, Some(&visitor)).await;
    let answer = allow(&to, "alex").await;
    let link = world
        .broker
        .start_sign_in(&world.authorized(&guest).await, &[])
        .await
        .unwrap();
    tighten(&world).await;
    let (error, _) = world.come_back(&to, &answer).await.unwrap_err();
    assert_eq!(error.code(), "registration_other_tenant");
    assert_eq!(world.exchanges(), 0);
    let error = world
        .broker
        .first_page(&ticket(&link.url))
        .await
        .unwrap_err();
    assert_eq!(error.code(), "registration_other_tenant");
    let url = Url::parse(API).unwrap();
    let opened = world.parts.vault.opened();
    let refused = world
        .broker
        .authorize(&guest, &app(), &world.registration, &url, &world.trace())
        .await;
    assert_eq!(refused.unwrap_err().code(), "registration_other_tenant");
    assert_eq!(
        world.parts.vault.opened(),
        opened,
        "SEC-VAULT-07: nothing was opened"
    );
}

async fn tighten(world: &World) {
    let mut input = registration(world.provider.issuer());
    input["restrictByOrg"] = json!("MyOrganization");
    let input = serde_json::from_value(input).unwrap();
    world
        .broker
        .save(&tenant("contoso"), Some(&world.registration), input, None)
        .await
        .unwrap();
}

/// A co-editor points the token endpoint at a server of his own.
///
/// Guard: `cloakroom_broker::registration::change::moves_secret`
#[tokio::test]
async fn sec_token_12_a_moved_endpoint_gets_neither_secret_nor_refresh_token() {
    let case = signed_in().await;
    let thief = sample_authorization_server::spawn(sample_authorization_server::Config::default())
        .await
        .unwrap();
    let mut input = registration(case.world.provider.issuer());
    input["tokenEndpoint"] = json!(format!("{}/token", thief.issuer()));
    let save = |secret: Option<&str>| {
        let input = serde_json::from_value(input.clone()).unwrap();
        let secret = secret.map(cloakroom_vault::ClientSecret::new);
        let broker = case.world.broker.clone();
        let id = case.world.registration.clone();
        async move {
            broker
                .save(&tenant("contoso"), Some(&id), input, secret)
                .await
        }
    };
    let error = save(None).await.unwrap_err();
    assert_eq!(error.code(), "registration_invalid");
    save(Some("typed again")).await.unwrap();
    case.world.clock.advance(HOUR);
    let error = case.credential().await.unwrap_err();
    assert!(
        matches!(
            error,
            CredentialError::SignIn(SignInReason::RegistrationMoved)
        ),
        "{error}"
    );
    assert!(thief.server.log().entries().is_empty());
}
