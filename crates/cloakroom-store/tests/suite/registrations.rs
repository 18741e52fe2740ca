use cloakroom_model::{RegistrationId, TenantId};
use cloakroom_store::{
    NewVersion, Page, PageRequest, RegistrationKey, RegistrationKind, SecondSecret, Store,
    StoreError, Version,
};

use crate::world::{NOW, World, after, at_once, sealed};

on_both! {
    a_reserved_id_is_found_but_not_listed,
    a_saved_version_reads_back_and_the_older_one_stays,
    of_two_that_save_over_the_same_version_one_wins,
    a_name_is_unique_in_its_tenant_only,
    a_public_id_is_never_given_twice,
    registrations_are_paged_by_name_and_found_by_the_beginning_of_each_word,
    sec_vault_11_secrets_of_versions_before_and_those_whose_time_is_over_are_destroyed,
    a_retired_registration_is_gone_for_all_but_its_revocations,
    saving_takes_the_broken_mark_away,
    sec_vault_11_removing_a_registration_removes_its_sealed_secrets,
}

fn version(key: &RegistrationKey, name: &str, number: i64) -> NewVersion {
    NewVersion {
        key: key.clone(),
        public_id: format!("reg_{:026}", key.id.as_u128() % 1_000_000_000)
            .parse()
            .unwrap(),
        kind: RegistrationKind::OAuth,
        name_key: name.to_owned(),
        replaces: number - 1,
        version: Version {
            version: number,
            settings: format!("{{\"name\":\"{name}\"}}"),
            client_secret: Some(sealed("secret")),
            second: None,
        },
    }
}

async fn save(store: &Store, new: NewVersion) -> Result<bool, StoreError> {
    store.registrations().save(new, after(9)).await
}

async fn a_reserved_id_is_found_but_not_listed(w: World) {
    let tenant = w.tenant("contoso").await;
    let registrations = w.store.registrations();
    let (key, id) = (
        RegistrationKey {
            owner: tenant.clone(),
            id: w.uuid(),
        },
        RegistrationId::generate(&*w.random),
    );
    registrations
        .reserve(&key, &id, RegistrationKind::OAuth, "/redirect", NOW)
        .await
        .unwrap();
    let found = registrations.find(&id).await.unwrap().unwrap();
    assert_eq!((&found.key, found.version), (&key, 0));
    assert_eq!(found.redirect_path, "/redirect");
    assert_eq!(registrations.get(&key).await.unwrap(), Some(found));
    assert_eq!(names(&w, &tenant, "").await, [""; 0]);
    assert_eq!(registrations.version(&key, 0).await.unwrap(), None);
    let unknown = RegistrationId::generate(&*w.random);
    assert_eq!(registrations.find(&unknown).await.unwrap(), None);
    let foreign = RegistrationKey {
        owner: "tailspin".parse().unwrap(),
        ..key
    };
    assert_eq!(registrations.get(&foreign).await.unwrap(), None);
}

async fn a_saved_version_reads_back_and_the_older_one_stays(w: World) {
    let tenant = w.tenant("contoso").await;
    let key = w.registration(&tenant).await;
    let registrations = w.store.registrations();
    let mut second = version(&key, "renamed", 2);
    second.version.client_secret = None;
    assert!(save(&w.store, version(&key, "repairs", 1)).await.unwrap());
    assert!(save(&w.store, second.clone()).await.unwrap());
    let row = registrations.get(&key).await.unwrap().unwrap();
    assert_eq!(
        (row.version, row.changed_at, row.created_at),
        (2, after(9), NOW)
    );
    assert_eq!(row.redirect_path, "/redirect");
    let one = registrations.version(&key, 1).await.unwrap().unwrap();
    assert_eq!(one.settings, version(&key, "repairs", 1).version.settings);
    assert_eq!(
        registrations.version(&key, 2).await.unwrap(),
        Some(second.version)
    );
    assert_eq!(registrations.version(&key, 3).await.unwrap(), None);
}

async fn of_two_that_save_over_the_same_version_one_wins(w: World) {
    let tenant = w.tenant("contoso").await;
    let key = w.registration(&tenant).await;
    let other = w.second_process().await;
    let saved = at_once(10, |n| {
        let store = if n % 2 == 0 {
            w.store.clone()
        } else {
            other.clone()
        };
        let mut new = version(&key, "repairs", 1);
        new.version.settings = n.to_string();
        async move { save(&store, new).await.unwrap() }
    })
    .await;
    assert_eq!(saved.iter().filter(|saved| **saved).count(), 1);
    let winner = saved.iter().position(|saved| *saved).unwrap().to_string();
    let kept = w.store.registrations().version(&key, 1).await.unwrap();
    assert_eq!(kept.unwrap().settings, winner);
}

async fn a_name_is_unique_in_its_tenant_only(w: World) {
    let (contoso, tailspin) = (w.tenant("contoso").await, w.tenant("tailspin").await);
    let (first, second) = (
        w.registration(&contoso).await,
        w.registration(&contoso).await,
    );
    let foreign = w.registration(&tailspin).await;
    assert!(save(&w.store, version(&first, "repairs", 1)).await.unwrap());
    assert!(
        save(&w.store, version(&foreign, "repairs", 1))
            .await
            .unwrap()
    );
    let taken = save(&w.store, version(&second, "repairs", 1)).await;
    assert!(matches!(taken, Err(StoreError::Conflict(_))), "{taken:?}");
    // Nothing of the refused version was kept.
    let registrations = w.store.registrations();
    assert_eq!(
        registrations.get(&second).await.unwrap().unwrap().version,
        0
    );
    assert_eq!(registrations.version(&second, 1).await.unwrap(), None);
    assert!(save(&w.store, version(&second, "other", 1)).await.unwrap());
}

async fn a_public_id_is_never_given_twice(w: World) {
    let (contoso, tailspin) = (w.tenant("contoso").await, w.tenant("tailspin").await);
    let id = RegistrationId::generate(&*w.random);
    let registrations = w.store.registrations();
    let key = |owner| RegistrationKey {
        owner,
        id: w.uuid(),
    };
    registrations
        .reserve(&key(contoso), &id, RegistrationKind::OAuth, "/a", NOW)
        .await
        .unwrap();
    let again = registrations
        .reserve(&key(tailspin), &id, RegistrationKind::OAuth, "/b", NOW)
        .await;
    assert!(matches!(again, Err(StoreError::Conflict(_))), "{again:?}");
}

async fn page(
    w: &World,
    tenant: &TenantId,
    kind: RegistrationKind,
    request: &PageRequest,
) -> Page<cloakroom_store::ListedRegistration> {
    let page = w.store.registrations().page(tenant, kind, request).await;
    page.unwrap()
}

/// The names found by a search, one a page, in their order.
async fn names(w: &World, tenant: &TenantId, search: &str) -> Vec<String> {
    let mut request = PageRequest {
        search: Some(search.to_owned()),
        ..PageRequest::first(1)
    };
    let mut names = Vec::new();
    loop {
        let page = page(w, tenant, RegistrationKind::OAuth, &request).await;
        names.extend(page.items.into_iter().map(|listed| listed.settings));
        let Some(next) = page.next else {
            return names;
        };
        request.after = Some(next);
    }
}

/// Saves under the registration's own ID, as it is found by.
async fn save_named(w: &World, key: &RegistrationKey, name: &str, number: i64) {
    let row = w.store.registrations().get(key).await.unwrap().unwrap();
    let new = NewVersion {
        public_id: row.public_id,
        name_key: name.to_lowercase(),
        ..version(key, name, number)
    };
    assert!(save(&w.store, new).await.unwrap());
}

async fn registrations_are_paged_by_name_and_found_by_the_beginning_of_each_word(w: World) {
    let (contoso, tailspin) = (w.tenant("contoso").await, w.tenant("tailspin").await);
    let mut keys = Vec::new();
    for name in ["Repairs of reports", "Expenses", "API of repairs"] {
        let key = w.registration(&contoso).await;
        save_named(&w, &key, name, 1).await;
        keys.push(key);
    }
    let foreign = w.registration(&tailspin).await;
    save_named(&w, &foreign, "Repairs elsewhere", 1).await;
    let named = |name: &str| format!("{{\"name\":\"{name}\"}}");
    let all = ["API of repairs", "Expenses", "Repairs of reports"].map(named);
    assert_eq!(names(&w, &contoso, "").await, all);
    // Both words begin so, and it stands once.
    assert_eq!(
        names(&w, &contoso, "RE").await,
        [named("API of repairs"), named("Repairs of reports")]
    );
    assert_eq!(
        names(&w, &contoso, "repairs of").await,
        [named("Repairs of reports")]
    );
    assert_eq!(names(&w, &contoso, "pairs").await, [""; 0]);
    // Saved again under another name.
    save_named(&w, &keys[1], "Travel", 2).await;
    assert_eq!(names(&w, &contoso, "expenses").await, [""; 0]);
    assert_eq!(names(&w, &contoso, "tra").await, [named("Travel")]);
    let keys_of = page(
        &w,
        &contoso,
        RegistrationKind::ApiKey,
        &PageRequest::first(10),
    )
    .await;
    assert_eq!(keys_of.items, []);
}

/// Guard: `cloakroom_store::registrations::Registrations::save`
async fn sec_vault_11_secrets_of_versions_before_and_those_whose_time_is_over_are_destroyed(
    w: World,
) {
    let tenant = w.tenant("contoso").await;
    let key = w.registration(&tenant).await;
    let registrations = w.store.registrations();
    let mut first = version(&key, "repairs", 1);
    first.version.second = Some(SecondSecret {
        secret: sealed("former"),
        until: Some(after(10)),
    });
    assert!(save(&w.store, first.clone()).await.unwrap());
    assert_eq!(
        registrations.version(&key, 1).await.unwrap().unwrap(),
        first.version
    );
    assert_eq!(registrations.purge_second(after(9)).await.unwrap(), 0);
    assert_eq!(registrations.purge_second(after(10)).await.unwrap(), 1);
    assert_eq!(
        registrations
            .version(&key, 1)
            .await
            .unwrap()
            .unwrap()
            .second,
        None
    );
    assert!(save(&w.store, version(&key, "repairs", 2)).await.unwrap());
    assert_eq!(
        registrations
            .version(&key, 1)
            .await
            .unwrap()
            .unwrap()
            .client_secret,
        None
    );
    let mut raw = w.raw().await;
    let sealed = "SELECT COUNT(*) FROM registration_versions WHERE client_secret IS NOT NULL";
    assert_eq!(raw.number(sealed).await, 1);
}

async fn a_retired_registration_is_gone_for_all_but_its_revocations(w: World) {
    let tenant = w.tenant("contoso").await;
    let user = w.person(&tenant, "karin").await;
    let key = w.registration(&tenant).await;
    save_named(&w, &key, "Repairs", 1).await;
    let registrations = w.store.registrations();
    let row = registrations.get(&key).await.unwrap().unwrap();
    let grant = w.grant(&tenant, user, &key, "account");
    w.keep(&grant).await.unwrap();
    assert!(registrations.retire(&row, after(1)).await.unwrap());
    assert!(!registrations.retire(&row, after(2)).await.unwrap());
    assert_eq!(registrations.find(&row.public_id).await.unwrap(), None);
    assert_eq!(names(&w, &tenant, "").await, [""; 0]);
    assert_eq!(names(&w, &tenant, "rep").await, [""; 0]);
    assert_eq!(
        registrations.retired().await.unwrap(),
        std::slice::from_ref(&key)
    );
    // It can no longer be saved, and its name is free.
    assert!(!save(&w.store, version(&key, "repairs", 2)).await.unwrap());
    let another = w.registration(&tenant).await;
    save_named(&w, &another, "Repairs", 1).await;
    // It stays while there is something to be revoked under it.
    assert!(!registrations.remove(&key).await.unwrap());
    assert!(
        registrations
            .get(&key)
            .await
            .unwrap()
            .unwrap()
            .retired_at
            .is_some()
    );
    assert!(w.store.grants().end(&grant, &[], NOW).await.unwrap());
    assert!(registrations.remove(&key).await.unwrap());
    assert_eq!(registrations.retired().await.unwrap(), []);
}

async fn saving_takes_the_broken_mark_away(w: World) {
    let tenant = w.tenant("contoso").await;
    let (key, other) = (w.registration(&tenant).await, w.registration(&tenant).await);
    let registrations = w.store.registrations();
    save(&w.store, version(&key, "repairs", 1)).await.unwrap();
    registrations
        .mark(&key, Some("invalid_client"))
        .await
        .unwrap();
    let broken = |row: Option<cloakroom_store::Registration>| row.unwrap().broken;
    let marked = broken(registrations.get(&key).await.unwrap());
    assert_eq!(marked.as_deref(), Some("invalid_client"));
    assert_eq!(broken(registrations.get(&other).await.unwrap()), None);
    save(&w.store, version(&key, "repairs", 2)).await.unwrap();
    assert_eq!(broken(registrations.get(&key).await.unwrap()), None);
    registrations
        .mark(&key, Some("invalid_client"))
        .await
        .unwrap();
    registrations.mark(&key, None).await.unwrap();
    assert_eq!(broken(registrations.get(&key).await.unwrap()), None);
}

/// Guard: `cloakroom_store::registrations::Registrations::remove`
async fn sec_vault_11_removing_a_registration_removes_its_sealed_secrets(w: World) {
    let tenant = w.tenant("contoso").await;
    let (key, other) = (w.registration(&tenant).await, w.registration(&tenant).await);
    for (key, name) in [(&key, "a"), (&other, "b")] {
        save(&w.store, version(key, name, 1)).await.unwrap();
        save(&w.store, version(key, name, 2)).await.unwrap();
    }
    let registrations = w.store.registrations();
    let row = registrations.get(&key).await.unwrap().unwrap();
    assert!(registrations.retire(&row, NOW).await.unwrap());
    assert!(registrations.remove(&key).await.unwrap());
    assert!(!registrations.remove(&key).await.unwrap());
    assert_eq!(registrations.get(&key).await.unwrap(), None);
    let mut raw = w.raw().await;
    assert_eq!(
        raw.number("SELECT COUNT(*) FROM registration_versions")
            .await,
        2
    );
}
