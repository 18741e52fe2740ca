#![allow(clippy::unwrap_used, clippy::expect_used)]
use super::*;

const REDIRECT: &str = "http://localhost/callback";

fn terms(rotation: Rotation, now: u64) -> Terms {
    Terms {
        now,
        access_millis: 10_000,
        refresh_millis: 1_000_000,
        rotation,
        access_token_bytes: None,
    }
}

fn code(grants: &mut Grants) -> String {
    let request = CodeRequest {
        client: "cloakroom".to_owned(),
        user: "karin".to_owned(),
        redirect_uri: REDIRECT.to_owned(),
        scopes: vec!["repairs.read".to_owned()],
        challenge: None,
        nonce: None,
    };
    grants.issue_code(request, 60_000).unwrap()
}

fn redeem(grants: &mut Grants, code: &str, rotation: Rotation) -> Result<Issued, Refusal> {
    grants.redeem(
        code,
        "cloakroom",
        Some(REDIRECT),
        None,
        <[String]>::to_vec,
        terms(rotation, 0),
    )
}

fn refresh(
    grants: &mut Grants,
    token: &str,
    rotation: Rotation,
    now: u64,
) -> Result<Issued, Refusal> {
    grants.refresh(token, "cloakroom", None, terms(rotation, now))
}

fn begun(rotation: Rotation) -> (Grants, Issued) {
    let mut grants = Grants::default();
    let code = code(&mut grants);
    let issued = redeem(&mut grants, &code, rotation).ok().unwrap();
    (grants, issued)
}

fn cause<T>(result: Result<T, Refusal>) -> Option<Cause> {
    result.err().map(|refusal| refusal.cause)
}

#[test]
fn a_code_works_once_and_its_replay_ends_the_grant() {
    let mut grants = Grants::default();
    let code = code(&mut grants);
    let issued = redeem(&mut grants, &code, Rotation::Strict).ok().unwrap();
    assert!(grants.active(&issued.access_token, 1, true).is_some());
    assert_eq!(
        cause(redeem(&mut grants, &code, Rotation::Strict)),
        Some(Cause::CodeReplay)
    );
    assert!(grants.active(&issued.access_token, 1, true).is_none());
    assert_eq!(grants.views()[0].ended, Some(Ended::CodeReplay));
}

#[test]
fn a_code_of_another_client_redirect_uri_or_time_is_refused() {
    let mut grants = Grants::default();
    let code = code(&mut grants);
    let strict = terms(Rotation::Strict, 0);
    let whole = <[String]>::to_vec;
    assert!(
        grants
            .redeem(&code, "other", Some(REDIRECT), None, whole, strict)
            .is_err()
    );
    assert!(
        grants
            .redeem(
                &code,
                "cloakroom",
                Some("http://localhost/callback/"),
                None,
                whole,
                strict
            )
            .is_err()
    );
    assert!(
        grants
            .redeem(&code, "cloakroom", None, None, whole, strict)
            .is_err()
    );
    assert!(
        grants
            .redeem(
                &code,
                "cloakroom",
                Some(REDIRECT),
                Some("unasked"),
                whole,
                strict
            )
            .is_err()
    );
    let late = terms(Rotation::Strict, 60_000);
    assert!(
        grants
            .redeem(&code, "cloakroom", Some(REDIRECT), None, whole, late)
            .is_err()
    );
    assert!(redeem(&mut grants, &code, Rotation::Strict).is_ok());
}

#[test]
fn strict_rotation_ends_the_family_on_reuse() {
    let (mut grants, first) = begun(Rotation::Strict);
    let old = first.refresh_token.unwrap();
    let second = refresh(&mut grants, &old, Rotation::Strict, 1)
        .ok()
        .unwrap();
    assert_eq!(
        cause(refresh(&mut grants, &old, Rotation::Strict, 2)),
        Some(Cause::Reuse)
    );
    assert!(
        refresh(
            &mut grants,
            &second.refresh_token.unwrap(),
            Rotation::Strict,
            3
        )
        .is_err()
    );
    assert!(grants.active(&second.access_token, 3, true).is_none());
    assert_eq!(grants.views()[0].ended, Some(Ended::Reuse));
}

#[test]
fn without_rotation_the_same_token_serves_for_ever() {
    let (mut grants, first) = begun(Rotation::Off);
    let token = first.refresh_token.unwrap();
    for now in 1..5 {
        let again = refresh(&mut grants, &token, Rotation::Off, now)
            .ok()
            .unwrap();
        assert_eq!(again.refresh_token, None);
    }
    assert_eq!(grants.views()[0].generations, 1);
}

#[test]
fn within_the_reuse_window_the_old_token_works_and_after_it_ends_the_family() {
    let window = Rotation::ReuseWindow(10);
    let (mut grants, first) = begun(window);
    let old = first.refresh_token.unwrap();
    assert!(refresh(&mut grants, &old, window, 1_000).is_ok());
    assert!(refresh(&mut grants, &old, window, 11_000).is_ok());
    assert_eq!(
        cause(refresh(&mut grants, &old, window, 11_001)),
        Some(Cause::Reuse)
    );
}

#[test]
fn the_previous_token_works_until_its_successor_is_used() {
    let mode = Rotation::UntilSuccessorUsed;
    let (mut grants, first) = begun(mode);
    let old = first.refresh_token.unwrap();
    let lost = refresh(&mut grants, &old, mode, 1).ok().unwrap();
    let second = refresh(&mut grants, &old, mode, 2).ok().unwrap();
    assert_eq!(grants.views()[0].live_refresh_tokens, 1);
    assert!(
        grants
            .active(&lost.refresh_token.unwrap(), 2, false)
            .is_none()
    );
    assert!(grants.active(&second.access_token, 2, true).is_some());
    assert_eq!(
        cause(refresh(&mut grants, &old, mode, 3)),
        Some(Cause::Reuse)
    );
}

#[test]
fn a_refresh_cannot_widen_the_scope_and_costs_nothing_when_refused() {
    let (mut grants, first) = begun(Rotation::Strict);
    let token = first.refresh_token.unwrap();
    let wide = ["repairs.write".to_owned()];
    let refused = grants.refresh(&token, "cloakroom", Some(&wide), terms(Rotation::Strict, 1));
    assert_eq!(refused.err().unwrap().error, "invalid_scope");
    assert!(refresh(&mut grants, &token, Rotation::Strict, 2).is_ok());
}

#[test]
fn revoking_an_access_token_leaves_the_grant_and_a_refresh_token_ends_it() {
    let (mut grants, first) = begun(Rotation::Strict);
    let refresh_token = first.refresh_token.unwrap();
    assert_eq!(grants.revoke(&first.access_token, "other"), None);
    assert!(grants.revoke(&first.access_token, "cloakroom").is_some());
    assert!(grants.active(&first.access_token, 1, true).is_none());
    assert!(grants.active(&refresh_token, 1, false).is_some());
    assert!(grants.revoke(&refresh_token, "cloakroom").is_some());
    assert_eq!(grants.views()[0].ended, Some(Ended::Revoked));
    assert_eq!(grants.revoke("unknown", "cloakroom"), None);
}

#[test]
fn an_access_token_ends_with_its_time() {
    let (mut grants, first) = begun(Rotation::Strict);
    assert!(grants.active(&first.access_token, 9_999, true).is_some());
    assert!(grants.active(&first.access_token, 10_000, true).is_none());
}

#[test]
fn access_tokens_can_be_long() {
    let mut grants = Grants::default();
    let code = code(&mut grants);
    let long = Terms {
        access_token_bytes: Some(12_288),
        ..terms(Rotation::Strict, 0)
    };
    let issued = grants
        .redeem(
            &code,
            "cloakroom",
            Some(REDIRECT),
            None,
            <[String]>::to_vec,
            long,
        )
        .ok()
        .unwrap();
    assert_eq!(issued.access_token.len(), 12_288);
    assert!(grants.active(&issued.access_token, 1, true).is_some());
}
