use cloakroom_model::{ManifestId, SignInId, TenantId, UserId};
use cloakroom_store::{Continued, Ended, NewSignIn, RegistrationKey, SignIn, SignInStatus};
use cloakroom_vault::{TicketToken, TokenHash};

use crate::world::{NOW, World, after, at_once, bytes_literal, manifest, sealed};

on_both! {
    a_started_sign_in_is_found_by_ticket_and_by_id,
    sec_signin_06_ticket_and_state_are_kept_as_hashes_alone,
    going_on_sets_what_the_callback_is_held_to,
    going_on_again_replaces_the_state_and_the_binding,
    it_is_too_late_to_go_on_once_the_sign_in_has_ended_or_run_out,
    sec_signin_06_of_fifty_callbacks_over_two_processes_exactly_one_consumes_the_state,
    sec_signin_06_a_state_that_has_run_out_is_not_consumed,
    a_state_that_was_never_sent_is_not_consumed,
    the_code_is_sent_once,
    a_sign_in_ends_once_and_forgets_its_verifier,
    a_pending_sign_in_can_still_be_completed,
    exchanges_of_other_processes_are_found_after_a_restart,
    sign_ins_are_purged_by_the_time_they_end,
}

struct Started {
    tenant: TenantId,
    user: UserId,
    registration: RegistrationKey,
    app: ManifestId,
}

async fn someone(w: &World) -> Started {
    let tenant = w.tenant("contoso").await;
    Started {
        user: w.person(&tenant, "karin").await,
        registration: w.registration(&tenant).await,
        app: manifest("repairs"),
        tenant,
    }
}

/// Starts a sign-in whose link carries `ticket`.
async fn start(w: &World, by: &Started, ticket: &str) -> SignIn {
    let public_id = SignInId::generate(&*w.random);
    let ticket = TicketToken::new(ticket);
    w.store
        .sign_ins()
        .start(&NewSignIn {
            id: w.uuid(),
            public_id: &public_id,
            tenant: &by.tenant,
            user: by.user,
            ticket: &ticket,
            registration: &by.registration,
            registration_version: 3,
            app: (&by.tenant, &by.app),
            scopes: &["repairs.read".to_owned(), "profile".to_owned()],
            doctor_run: None,
            created_at: NOW,
            expires_at: after(600),
        })
        .await
        .unwrap();
    found(w, &public_id).await
}

async fn found(w: &World, id: &SignInId) -> SignIn {
    w.store
        .sign_ins()
        .find(id)
        .await
        .unwrap()
        .expect("the sign-in is there")
}

fn continued(w: &World, state: &str) -> Continued {
    Continued {
        state: TokenHash::of(state),
        binding: TokenHash::of("binding"),
        session: Some(w.uuid()),
        redirect_path: "/redirect".to_owned(),
        verifier: Some(sealed("verifier")),
        nonce: Some(TokenHash::of("nonce")),
    }
}

/// A sign-in that went to the provider with `state`.
async fn gone_on(w: &World, by: &Started, state: &str) -> SignIn {
    let sign_in = start(w, by, state).await;
    let gone = w
        .store
        .sign_ins()
        .go_on(&sign_in, &continued(w, state), 3, NOW)
        .await;
    assert!(gone.unwrap());
    found(w, &sign_in.public_id).await
}

fn ended(status: SignInStatus) -> Ended {
    Ended {
        status,
        code: Some("access_denied".to_owned()),
        text: Some("You refused.".to_owned()),
        account: Some("karin".to_owned()),
        trace: Some("7K3FQ2W0".parse().unwrap()),
    }
}

async fn a_started_sign_in_is_found_by_ticket_and_by_id(w: World) {
    let by = someone(&w).await;
    let sign_in = start(&w, &by, "ticket").await;
    assert_eq!(sign_in.status, SignInStatus::Started);
    assert_eq!((&sign_in.tenant, sign_in.user), (&by.tenant, by.user));
    assert_eq!(sign_in.registration, by.registration);
    assert_eq!(sign_in.registration_version, 3);
    assert_eq!(sign_in.app, (by.tenant.clone(), by.app.clone()));
    assert_eq!(sign_in.scopes, ["repairs.read", "profile"]);
    assert_eq!((sign_in.created_at, sign_in.expires_at), (NOW, after(600)));
    assert_eq!((&sign_in.continued, &sign_in.account), (&None, &None));
    let sign_ins = w.store.sign_ins();
    let by_ticket = sign_ins.by_ticket(&TokenHash::of("ticket")).await.unwrap();
    assert_eq!(by_ticket, Some(sign_in));
    assert_eq!(
        sign_ins.by_ticket(&TokenHash::of("other")).await.unwrap(),
        None
    );
    let other = SignInId::generate(&*w.random);
    assert_eq!(sign_ins.find(&other).await.unwrap(), None);
}

/// Guard: `cloakroom_store::sign_ins::SignIns::start`
async fn sec_signin_06_ticket_and_state_are_kept_as_hashes_alone(w: World) {
    let by = someone(&w).await;
    gone_on(&w, &by, "secret-text").await;
    let hash = bytes_literal(w.kind, TokenHash::of("secret-text").as_bytes());
    let query =
        format!("SELECT COUNT(*) FROM sign_ins WHERE ticket_hash = {hash} AND state_hash = {hash}");
    assert_eq!(w.raw().await.number(&query).await, 1);
}

async fn going_on_sets_what_the_callback_is_held_to(w: World) {
    let by = someone(&w).await;
    let sign_in = start(&w, &by, "ticket").await;
    let set = continued(&w, "state");
    let sign_ins = w.store.sign_ins();
    assert!(sign_ins.go_on(&sign_in, &set, 4, NOW).await.unwrap());
    let now = sign_ins
        .by_state(&TokenHash::of("state"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(now.status, SignInStatus::Continued);
    assert_eq!(now.continued, Some(set));
    assert_eq!((now.id, now.registration_version), (sign_in.id, 4));
    assert_eq!(
        sign_ins.by_state(&TokenHash::of("other")).await.unwrap(),
        None
    );
}

async fn going_on_again_replaces_the_state_and_the_binding(w: World) {
    let by = someone(&w).await;
    let sign_in = gone_on(&w, &by, "first").await;
    let mut second = continued(&w, "second");
    (second.session, second.verifier, second.nonce) = (None, None, None);
    let sign_ins = w.store.sign_ins();
    assert!(sign_ins.go_on(&sign_in, &second, 3, NOW).await.unwrap());
    assert_eq!(
        sign_ins.by_state(&TokenHash::of("first")).await.unwrap(),
        None
    );
    let now = sign_ins
        .by_state(&TokenHash::of("second"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(now.continued, Some(second));
}

async fn it_is_too_late_to_go_on_once_the_sign_in_has_ended_or_run_out(w: World) {
    let by = someone(&w).await;
    let (sign_ins, set) = (w.store.sign_ins(), continued(&w, "state"));
    let late = start(&w, &by, "late").await;
    assert!(!sign_ins.go_on(&late, &set, 3, after(600)).await.unwrap());
    assert!(
        sign_ins
            .end(&late.tenant, late.id, &ended(SignInStatus::Cancelled))
            .await
            .unwrap()
    );
    assert!(!sign_ins.go_on(&late, &set, 3, NOW).await.unwrap());
    let returned = gone_on(&w, &by, "returned").await;
    assert!(sign_ins.consume(&returned, "me", NOW).await.unwrap());
    assert!(!sign_ins.go_on(&returned, &set, 3, NOW).await.unwrap());
    assert_eq!(sign_ins.by_state(&set.state).await.unwrap(), None);
}

/// Guard: `cloakroom_store::sign_ins::SignIns::consume`
async fn sec_signin_06_of_fifty_callbacks_over_two_processes_exactly_one_consumes_the_state(
    w: World,
) {
    let by = someone(&w).await;
    let sign_in = gone_on(&w, &by, "state").await;
    let other = w.second_process().await;
    let consumed = at_once(50, |n| {
        let (store, owner) = match n % 2 {
            0 => (w.store.clone(), "a"),
            _ => (other.clone(), "b"),
        };
        let sign_in = sign_in.clone();
        async move {
            store
                .sign_ins()
                .consume(&sign_in, owner, NOW)
                .await
                .unwrap()
        }
    })
    .await;
    assert_eq!(consumed.iter().filter(|consumed| **consumed).count(), 1);
    let winner = consumed.iter().position(|consumed| *consumed).unwrap();
    let now = found(&w, &sign_in.public_id).await;
    assert_eq!(now.status, SignInStatus::Returned);
    assert_eq!(now.attempt_owner.as_deref(), Some(["a", "b"][winner % 2]));
}

/// Guard: `cloakroom_store::sign_ins::SignIns::consume`
async fn sec_signin_06_a_state_that_has_run_out_is_not_consumed(w: World) {
    let by = someone(&w).await;
    let sign_in = gone_on(&w, &by, "state").await;
    let sign_ins = w.store.sign_ins();
    assert!(!sign_ins.consume(&sign_in, "me", after(660)).await.unwrap());
    assert!(!sign_ins.consume(&sign_in, "me", after(600)).await.unwrap());
    assert!(sign_ins.consume(&sign_in, "me", after(599)).await.unwrap());
}

async fn a_state_that_was_never_sent_is_not_consumed(w: World) {
    let by = someone(&w).await;
    let sign_in = start(&w, &by, "ticket").await;
    assert!(
        !w.store
            .sign_ins()
            .consume(&sign_in, "me", NOW)
            .await
            .unwrap()
    );
    assert_eq!(found(&w, &sign_in.public_id).await, sign_in);
}

async fn the_code_is_sent_once(w: World) {
    let by = someone(&w).await;
    let sign_in = gone_on(&w, &by, "state").await;
    let sign_ins = w.store.sign_ins();
    // Not before the state is consumed.
    assert!(!sign_ins.sent(&sign_in, NOW).await.unwrap());
    sign_ins.consume(&sign_in, "me", NOW).await.unwrap();
    assert!(sign_ins.sent(&sign_in, after(1)).await.unwrap());
    assert!(!sign_ins.sent(&sign_in, after(2)).await.unwrap());
    let now = found(&w, &sign_in.public_id).await;
    assert_eq!(now.attempt_sent_at, Some(after(1)));
}

async fn a_sign_in_ends_once_and_forgets_its_verifier(w: World) {
    let by = someone(&w).await;
    let sign_ins = w.store.sign_ins();
    for (n, status) in [
        SignInStatus::Completed,
        SignInStatus::Denied,
        SignInStatus::Failed,
        SignInStatus::Cancelled,
        SignInStatus::Expired,
    ]
    .into_iter()
    .enumerate()
    {
        assert!(status.is_final());
        let sign_in = gone_on(&w, &by, &n.to_string()).await;
        let end = ended(status);
        assert!(
            sign_ins
                .end(&sign_in.tenant, sign_in.id, &end)
                .await
                .unwrap()
        );
        for later in [SignInStatus::Completed, SignInStatus::Failed] {
            let again = sign_ins
                .end(&sign_in.tenant, sign_in.id, &ended(later))
                .await;
            assert!(!again.unwrap());
        }
        let now = found(&w, &sign_in.public_id).await;
        assert_eq!(now.status, status);
        assert_eq!((now.outcome_code, now.outcome_text), (end.code, end.text));
        assert_eq!((now.account, now.trace), (end.account, end.trace));
        assert_eq!(now.continued.unwrap().verifier, None);
        // A late callback changes nothing.
        assert!(!sign_ins.consume(&sign_in, "me", NOW).await.unwrap());
    }
}

async fn a_pending_sign_in_can_still_be_completed(w: World) {
    let by = someone(&w).await;
    let sign_in = gone_on(&w, &by, "state").await;
    let sign_ins = w.store.sign_ins();
    for status in [SignInStatus::Pending, SignInStatus::Completed] {
        let end = ended(status);
        assert!(
            sign_ins
                .end(&sign_in.tenant, sign_in.id, &end)
                .await
                .unwrap()
        );
        assert_eq!(found(&w, &sign_in.public_id).await.status, status);
    }
    let elsewhere = "tailspin".parse().unwrap();
    let end = ended(SignInStatus::Failed);
    assert!(!sign_ins.end(&elsewhere, sign_in.id, &end).await.unwrap());
}

async fn exchanges_of_other_processes_are_found_after_a_restart(w: World) {
    let by = someone(&w).await;
    let sign_ins = w.store.sign_ins();
    let (before, mine, waiting, over) = (
        gone_on(&w, &by, "before").await,
        gone_on(&w, &by, "mine").await,
        gone_on(&w, &by, "waiting").await,
        gone_on(&w, &by, "over").await,
    );
    sign_ins.consume(&before, "before", NOW).await.unwrap();
    sign_ins.consume(&mine, "me", NOW).await.unwrap();
    sign_ins.consume(&over, "before", NOW).await.unwrap();
    sign_ins
        .end(&over.tenant, over.id, &ended(SignInStatus::Failed))
        .await
        .unwrap();
    let found = sign_ins.interrupted("me").await.unwrap();
    let ids: Vec<_> = found.iter().map(|sign_in| sign_in.id).collect();
    assert_eq!(ids, [before.id]);
    assert_ne!(ids, [waiting.id]);
}

async fn sign_ins_are_purged_by_the_time_they_end(w: World) {
    let by = someone(&w).await;
    let sign_in = start(&w, &by, "ticket").await;
    let sign_ins = w.store.sign_ins();
    assert_eq!(sign_ins.purge(after(599)).await.unwrap(), 0);
    assert_eq!(sign_ins.purge(after(600)).await.unwrap(), 1);
    assert_eq!(sign_ins.find(&sign_in.public_id).await.unwrap(), None);
}
