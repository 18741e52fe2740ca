use cloakroom_model::{GrantId, TenantId};
use cloakroom_store::{Grant, GrantFilter, GrantState, NewGrant, PageRequest, Placed};

use crate::world::{NOW, World, after, at_once, manifest, sealed};

on_both! {
    grants_are_paged_by_whose_they_are_under_what_and_for_which_app,
    a_grant_reads_back_as_it_was_kept,
    another_account_becomes_the_current_one_and_the_first_stays,
    signing_in_again_takes_the_place_of_the_same_account_with_its_consents,
    sec_token_13_what_a_new_grant_replaces_is_queued_for_revocation_in_the_same_commit,
    of_many_sign_ins_at_once_one_grant_remains_current,
    grants_are_listed_by_user_tenant_and_registration,
    a_grant_of_another_tenant_is_not_found,
    consents_are_noted_once_for_each_app_and_its_owner,
    use_is_noted_in_a_batch_and_never_goes_back,
    sec_vault_11_an_ended_grant_takes_its_sealed_tokens_with_it,
    sec_token_13_a_grant_ends_in_one_commit_with_the_revocations_of_its_tokens,
    signing_in_again_is_asked_for_once_and_destroys_the_tokens,
}

async fn a_grant_reads_back_as_it_was_kept(w: World) {
    let grant = w.active_grant().await;
    let grants = w.store.grants();
    assert_eq!(w.stored(&grant).await, grant);
    let current = grants
        .current(&grant.tenant, grant.user, &grant.registration)
        .await;
    assert_eq!(current.unwrap(), Some(grant.clone()));
    let found = grants.find(&grant.tenant, &grant.public_id).await.unwrap();
    assert_eq!(found, Some(grant.clone()));
    let apps = grants.apps(&grant).await.unwrap();
    assert_eq!(apps, [(grant.tenant.clone(), manifest("repairs"))]);

    let bare = {
        let mut bare = w.grant(&grant.tenant, grant.user, &grant.registration, "bare");
        (bare.refresh_token, bare.expires_at) = (None, None);
        bare.scopes.clear();
        bare
    };
    w.keep(&bare).await.unwrap();
    assert_eq!(w.stored(&bare).await, bare);
}

async fn another_account_becomes_the_current_one_and_the_first_stays(w: World) {
    let first = w.active_grant().await;
    let second = w.grant(&first.tenant, first.user, &first.registration, "second");
    assert_eq!(w.keep(&second).await.unwrap(), None);
    let grants = w.store.grants();
    let current = grants
        .current(&first.tenant, first.user, &first.registration)
        .await;
    assert_eq!(current.unwrap(), Some(second));
    assert!(!w.stored(&first).await.current);
}

async fn signing_in_again_takes_the_place_of_the_same_account_with_its_consents(w: World) {
    let first = w.active_grant().await;
    let grants = w.store.grants();
    let budget = manifest("budget");
    grants
        .add_app(&first, (&first.tenant, &budget), NOW)
        .await
        .unwrap();
    let second = w.grant(&first.tenant, first.user, &first.registration, "default");
    // What was replaced is given back, for its tokens to be revoked.
    assert_eq!(w.keep(&second).await.unwrap(), Some(first.clone()));
    assert_eq!(grants.get(&first.tenant, first.id).await.unwrap(), None);
    assert_eq!(w.stored(&second).await, second);
    let mut apps = grants.apps(&second).await.unwrap();
    apps.sort();
    let tenant = first.tenant;
    assert_eq!(
        apps,
        [(tenant.clone(), budget), (tenant, manifest("repairs"))]
    );
}

/// Guard: `cloakroom_store::grants::Grants::add`
async fn sec_token_13_what_a_new_grant_replaces_is_queued_for_revocation_in_the_same_commit(
    w: World,
) {
    let first = w.active_grant().await;
    let second = w.grant(&first.tenant, first.user, &first.registration, "default");
    let grants = w.store.grants();
    let new = || NewGrant {
        grant: second.clone(),
        app: (first.tenant.clone(), manifest("repairs")),
    };
    // It has moved on since it was read, or was not read at all: nothing is kept or queued.
    let mut stale = w.replaced(&first);
    stale.generation += 1;
    for read in [Some(stale), None] {
        assert_eq!(grants.add(new(), read).await.unwrap(), Placed::Moved);
        assert_eq!(w.stored(&first).await, first);
        assert_eq!(grants.get(&first.tenant, second.id).await.unwrap(), None);
        assert_eq!(w.store.revocations().due(NOW).await.unwrap(), []);
    }
    // As it was read: both, or neither when the rest of the commit fails.
    let read = w.replaced(&first);
    let other = w.grant(&first.tenant, first.user, &first.registration, "other");
    w.keep(&other).await.unwrap();
    let mut broken = new();
    broken.grant.id = other.id;
    grants.add(broken, Some(read.clone())).await.unwrap_err();
    assert_eq!(w.store.revocations().due(NOW).await.unwrap(), []);
    let kept = grants.add(new(), Some(read.clone())).await.unwrap();
    assert_eq!(kept, Placed::Done);
    assert_eq!(grants.get(&first.tenant, first.id).await.unwrap(), None);
    assert_eq!(
        w.store.revocations().due(NOW).await.unwrap(),
        read.revocations
    );
}

async fn of_many_sign_ins_at_once_one_grant_remains_current(w: World) {
    let first = w.active_grant().await;
    let other = w.second_process().await;
    // Some lose the race, with an error; none may leave two current grants or none.
    at_once(20, |n| {
        let mut world = w.clone();
        if n % 2 == 0 {
            world.store = other.clone();
        }
        let account = ["default", "second"][n / 2 % 2];
        let grant = w.grant(&first.tenant, first.user, &first.registration, account);
        async move { world.keep(&grant).await.is_ok() }
    })
    .await;
    let grants = w
        .store
        .grants()
        .of_user(&first.tenant, first.user)
        .await
        .unwrap();
    assert_eq!(
        grants.iter().filter(|grant| grant.current).count(),
        1,
        "{grants:?}"
    );
    let accounts: Vec<_> = grants.iter().map(|grant| &grant.account).collect();
    assert!(crate::world::distinct(accounts));
}

async fn grants_are_listed_by_user_tenant_and_registration(w: World) {
    let karins = w.active_grant().await;
    let (contoso, tailspin) = (karins.tenant.clone(), w.tenant("tailspin").await);
    let alex = w.person(&contoso, "alex").await;
    let robin = w.person(&tailspin, "robin").await;
    let other = w.registration(&contoso).await;
    let mut alexs = w.grant(&contoso, alex, &other, "default");
    alexs.created_at = after(1);
    alexs.obtained_at = after(1);
    // Another tenant's user, under a registration that admits him.
    let robins = w.grant(&tailspin, robin, &karins.registration, "default");
    w.keep(&alexs).await.unwrap();
    w.keep(&robins).await.unwrap();
    let grants = w.store.grants();
    let (k, a, r) = (karins.clone(), alexs.clone(), robins.clone());
    assert_eq!(
        grants.of_user(&contoso, alex).await.unwrap(),
        std::slice::from_ref(&a)
    );
    assert_eq!(
        page_of(&w, &contoso, GrantFilter::default()).await,
        newest_first(vec![a.clone(), k.clone()])
    );
    assert_eq!(
        page_of(&w, &tailspin, GrantFilter::default()).await,
        std::slice::from_ref(&r)
    );
    assert_eq!(grants.of_registration(&other).await.unwrap(), [a]);
    let mut under = grants.of_registration(&karins.registration).await.unwrap();
    under.sort_by_key(|grant| grant.id != k.id);
    assert_eq!(under, [k, r]);
}

async fn a_grant_of_another_tenant_is_not_found(w: World) {
    let grant = w.active_grant().await;
    let (elsewhere, grants) = (w.tenant("tailspin").await, w.store.grants());
    assert_eq!(grants.get(&elsewhere, grant.id).await.unwrap(), None);
    assert_eq!(
        grants.find(&elsewhere, &grant.public_id).await.unwrap(),
        None
    );
    let current = grants
        .current(&elsewhere, grant.user, &grant.registration)
        .await;
    assert_eq!(current.unwrap(), None);
    let misplaced = Grant {
        tenant: elsewhere,
        ..grant.clone()
    };
    assert!(!grants.end(&misplaced, &[], NOW).await.unwrap());
    assert_eq!(w.stored(&grant).await, grant);
    let unknown = GrantId::generate(&*w.random);
    assert_eq!(grants.find(&grant.tenant, &unknown).await.unwrap(), None);
}

async fn consents_are_noted_once_for_each_app_and_its_owner(w: World) {
    let grant = w.active_grant().await;
    let (grants, repairs) = (w.store.grants(), manifest("repairs"));
    let tailspin = "tailspin".parse().unwrap();
    for _ in 0..2 {
        // The same manifest id of another owner is another app.
        grants
            .add_app(&grant, (&tailspin, &repairs), NOW)
            .await
            .unwrap();
        grants
            .add_app(&grant, (&grant.tenant, &repairs), NOW)
            .await
            .unwrap();
    }
    let mut apps = grants.apps(&grant).await.unwrap();
    apps.sort();
    let tenant = grant.tenant.clone();
    assert_eq!(apps, [(tenant, repairs.clone()), (tailspin, repairs)]);
    // None of them is installed.
    let apps = w.store.apps();
    let installed = apps.of_grant(&grant.tenant, &grant.public_id).await;
    assert_eq!(installed.unwrap(), []);
}

async fn use_is_noted_in_a_batch_and_never_goes_back(w: World) {
    let grant = w.active_grant().await;
    let note = |at| (grant.tenant.clone(), grant.id, at);
    let unknown = (grant.tenant.clone(), w.uuid(), NOW);
    let grants = w.store.grants();
    grants
        .used(vec![note(after(9)), unknown, note(after(5))])
        .await
        .unwrap();
    assert_eq!(w.stored(&grant).await.last_used_at, Some(after(9)));
    grants.used(Vec::new()).await.unwrap();
}

/// Guard: `cloakroom_store::grants::Grants::end`
async fn sec_vault_11_an_ended_grant_takes_its_sealed_tokens_with_it(w: World) {
    let grant = w.active_grant().await;
    let grants = w.store.grants();
    assert!(grants.end(&grant, &[], NOW).await.unwrap());
    assert!(!grants.end(&grant, &[], NOW).await.unwrap());
    let mut raw = w.raw().await;
    for table in ["grants", "grant_apps"] {
        assert_eq!(
            raw.number(&format!("SELECT COUNT(*) FROM {table}")).await,
            0
        );
    }
}

/// Guard: `cloakroom_store::grants::Grants::end`
async fn sec_token_13_a_grant_ends_in_one_commit_with_the_revocations_of_its_tokens(w: World) {
    let grant = w.active_grant().await;
    let grants = w.store.grants();
    let revocations = w.replaced(&grant).revocations;
    // It has moved on since it was read: nothing is removed or queued.
    let mut stale = grant.clone();
    stale.generation += 1;
    assert!(!grants.end(&stale, &revocations, NOW).await.unwrap());
    assert_eq!(w.stored(&grant).await, grant);
    assert_eq!(w.store.revocations().due(NOW).await.unwrap(), []);
    // A revocation that cannot be kept keeps its grant.
    let twice = [revocations.clone(), revocations.clone()].concat();
    grants.end(&grant, &twice, NOW).await.unwrap_err();
    assert_eq!(w.stored(&grant).await, grant);
    assert_eq!(w.store.revocations().due(NOW).await.unwrap(), []);
    assert!(grants.end(&grant, &revocations, NOW).await.unwrap());
    assert_eq!(grants.get(&grant.tenant, grant.id).await.unwrap(), None);
    assert_eq!(w.store.revocations().due(NOW).await.unwrap(), revocations);
}

async fn signing_in_again_is_asked_for_once_and_destroys_the_tokens(w: World) {
    let mut grant = w.active_grant().await;
    let grants = w.store.grants();
    grant.generation = 2;
    assert!(
        !grants.sign_in_again(&grant, "late").await.unwrap(),
        "another generation"
    );
    grant.generation = 1;
    assert!(grants.sign_in_again(&grant, "invalid_grant").await.unwrap());
    assert!(!grants.sign_in_again(&grant, "other").await.unwrap());
    let now = w.stored(&grant).await;
    assert_eq!(
        now.state,
        GrantState::SignInAgain("invalid_grant".to_owned())
    );
    assert_eq!((now.access_token, now.refresh_token), (None, None));
    // It is still the current one and listed, so that the user sees why.
    assert!(now.current);
    assert_eq!(
        grants
            .of_user(&grant.tenant, grant.user)
            .await
            .unwrap()
            .len(),
        1
    );
    // The next sign-in takes its place.
    let mut next = w.grant(&grant.tenant, grant.user, &grant.registration, "default");
    next.access_token = Some(sealed("next"));
    assert_eq!(w.keep(&next).await.unwrap().unwrap().id, grant.id);
    assert_eq!(w.stored(&next).await, next);
}

fn newest_first(mut grants: Vec<Grant>) -> Vec<Grant> {
    grants.sort_by_key(|grant| std::cmp::Reverse(grant.id));
    grants
}

async fn page_of(w: &World, tenant: &TenantId, filter: GrantFilter) -> Vec<Grant> {
    let request = PageRequest::first(100);
    let page = w.store.grants().page(tenant, &filter, &request).await;
    page.unwrap().items
}

async fn grants_are_paged_by_whose_they_are_under_what_and_for_which_app(w: World) {
    let contoso = w.tenant("contoso").await;
    let (karin, alex) = (
        w.person(&contoso, "karin").await,
        w.person(&contoso, "alex").await,
    );
    let (one, other) = (
        w.registration(&contoso).await,
        w.registration(&contoso).await,
    );
    let mut made = Vec::new();
    for (user, registration) in [(karin, &one), (karin, &other), (alex, &one)] {
        let grant = w.grant(&contoso, user, registration, "account");
        w.keep(&grant).await.unwrap();
        made.push(grant.id);
    }
    let other_app = (contoso.clone(), manifest("expenses"));
    let first = w
        .store
        .grants()
        .get(&contoso, made[0])
        .await
        .unwrap()
        .unwrap();
    w.store
        .grants()
        .add_app(&first, (&other_app.0, &other_app.1), NOW)
        .await
        .unwrap();
    let ids = async |filter| {
        let mut ids: Vec<_> = page_of(&w, &contoso, filter)
            .await
            .iter()
            .map(|grant| grant.id)
            .collect();
        ids.sort();
        ids
    };
    let of = |mut ids: Vec<uuid::Uuid>| {
        ids.sort();
        ids
    };
    let none = GrantFilter::default;
    assert_eq!(
        ids(GrantFilter {
            user: Some(karin),
            ..none()
        })
        .await,
        of(vec![made[0], made[1]])
    );
    assert_eq!(
        ids(GrantFilter {
            registration: Some(one.clone()),
            ..none()
        })
        .await,
        of(vec![made[0], made[2]])
    );
    let both = GrantFilter {
        user: Some(karin),
        registration: Some(other.clone()),
        ..none()
    };
    assert_eq!(ids(both).await, [made[1]]);
    assert_eq!(
        ids(GrantFilter {
            app: Some((contoso.clone(), manifest("repairs"))),
            ..none()
        })
        .await,
        of(made.clone())
    );
    assert_eq!(
        ids(GrantFilter {
            app: Some(other_app),
            ..none()
        })
        .await,
        [made[0]]
    );
    // One by one, from the newest.
    let mut request = PageRequest::first(1);
    let mut walked = Vec::new();
    loop {
        let page = w
            .store
            .grants()
            .page(&contoso, &none(), &request)
            .await
            .unwrap();
        walked.extend(page.items.iter().map(|grant| grant.id));
        let Some(next) = page.next else { break };
        request.after = Some(next);
    }
    assert!(walked.iter().rev().is_sorted());
    assert_eq!(of(walked), of(made));
    assert_eq!(
        w.store
            .grants()
            .some_of_registration(&one, 1)
            .await
            .unwrap()
            .len(),
        1
    );
    assert_eq!(w.store.registrations().uses(&one).await.unwrap(), (2, 2));
}
