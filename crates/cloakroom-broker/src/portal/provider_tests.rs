#![allow(clippy::unwrap_used, clippy::expect_used)]

use serde_json::json;

use super::*;

fn texts(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

fn access() -> TenantAccess {
    TenantAccess {
        tenant: "contoso".parse().unwrap(),
        everyone: None,
        members: texts(&["staff"]),
        developers: texts(&["builders"]),
        admins: texts(&["keepers"]),
    }
}

fn provider(id: &str, issuer: &str) -> SignInProvider {
    SignInProvider {
        id: id.to_owned(),
        name: "Contoso".to_owned(),
        issuer: issuer.to_owned(),
        client_id: "cloakroom".to_owned(),
        client_secret: None,
        scopes: texts(&["openid", "profile"]),
        group_claim: Some("groups".to_owned()),
        tenants: vec![access()],
    }
}

/// Guard: `cloakroom_broker::portal::provider::TenantAccess::role`
#[test]
fn sec_web_03_without_a_group_that_is_named_nobody_is_let_in() {
    let access = access();
    for (groups, role) in [
        (&[][..], None),
        (&["Staff"], None),
        (&["staff "], None),
        (&["staff"], Some(Role::Member)),
        (&["other", "builders"], Some(Role::Developer)),
        (&["staff", "keepers"], Some(Role::Admin)),
    ] {
        assert_eq!(access.role(&texts(groups)), role, "{groups:?}");
    }
    let open = TenantAccess {
        everyone: Some(Role::Member),
        ..access
    };
    assert_eq!(open.role(&[]), Some(Role::Member));
    assert_eq!(open.role(&texts(&["builders"])), Some(Role::Developer));
}

#[test]
fn groups_are_read_by_name_or_pointer_and_nonsense_is_no_group() {
    let claims = json!({
        "groups": ["staff", 7, "", null], "group": "keepers", "https://as.example/groups": ["a"],
        "realm_access": {"roles": ["builders"]}, "object": {"staff": true}, "a/b": ["c"],
    });
    let claims = claims.as_object().unwrap();
    let of = |claim: &str| {
        let mut provider = provider("contoso", "https://as.example");
        provider.group_claim = Some(claim.to_owned());
        provider.groups(claims)
    };
    assert_eq!(of("groups"), ["staff"]);
    assert_eq!(of("group"), ["keepers"]);
    assert_eq!(of("https://as.example/groups"), ["a"]);
    assert_eq!(of("/realm_access/roles"), ["builders"]);
    assert_eq!(of("/a~1b"), ["c"]);
    for nothing in ["absent", "object", "/object/staff", "/realm_access", "/"] {
        assert!(of(nothing).is_empty(), "{nothing}");
    }
}

#[test]
fn what_would_let_in_more_than_was_meant_is_refused_at_the_start() {
    let of = |change: &dyn Fn(&mut SignInProvider)| {
        let mut provider = provider("contoso", "https://as.example");
        change(&mut provider);
        SignInProviders::new(vec![provider], true).err()
    };
    let id = || "contoso".to_owned();
    assert_eq!(of(&|_| {}), None);
    assert_eq!(
        of(&|one| one.id = "Contoso/..".to_owned()),
        Some(ProviderProblem::Id("Contoso/..".to_owned()))
    );
    for issuer in [
        "http://as.example",
        "http://127.0.0.1:8788",
        "https://a@as.example",
        "as.example",
        "https://as.example/?q",
        "local",
    ] {
        assert_eq!(
            of(&|one| one.issuer = issuer.to_owned()),
            Some(ProviderProblem::Issuer(id())),
            "{issuer}"
        );
    }
    assert_eq!(
        of(&|one| one.client_id.clear()),
        Some(ProviderProblem::ClientId(id()))
    );
    assert_eq!(
        of(&|one| one.tenants.clear()),
        Some(ProviderProblem::Tenants(id()))
    );
    assert_eq!(
        of(&|one| one.tenants[0].everyone = Some(Role::Admin)),
        Some(ProviderProblem::EveryoneAdmin(id()))
    );
    assert_eq!(
        of(&|one| one.group_claim = None),
        Some(ProviderProblem::GroupClaim(id()))
    );
}

#[test]
fn an_issuer_or_id_stands_once() {
    let two = |a, b| SignInProviders::new(vec![a, b], true).err();
    let a = || provider("a", "https://a.example");
    assert_eq!(two(a(), provider("b", "https://b.example")), None);
    for other in [
        provider("a", "https://b.example"),
        provider("b", "https://a.example"),
    ] {
        assert!(matches!(two(a(), other), Some(ProviderProblem::Twice(_))));
    }
}

#[test]
fn the_first_scope_is_openid_and_pkce_cannot_be_switched_off() {
    let found = crate::registration::endpoints_from_metadata(
        "https://as.example",
        &json!({
            "issuer": "https://as.example",
            "authorization_endpoint": "https://as.example/authorize",
            "token_endpoint": "https://as.example/token",
            "jwks_uri": "https://as.example/jwks",
        }),
    )
    .unwrap();
    let provider = provider("contoso", "https://as.example");
    let settings = provider.settings(&found).unwrap();
    assert_eq!(settings.scopes, ["openid", "profile"]);
    assert!(settings.pkce);
    assert_eq!(settings.issuer.as_deref(), Some("https://as.example"));
}
