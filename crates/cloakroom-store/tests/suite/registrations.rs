use cloakroom_model::RegistrationId;
use cloakroom_store::{NewVersion, RegistrationKey, Store, StoreError, Version};

use crate::world::{NOW, World, after, at_once, sealed};

on_both! {
    a_reserved_id_is_found_but_not_listed,
    a_saved_version_reads_back_and_the_older_one_stays,
    of_two_that_save_over_the_same_version_one_wins,
    a_name_is_unique_in_its_tenant_only,
    a_public_id_is_never_given_twice,
    registrations_are_listed_by_age_and_owner,
    saving_takes_the_broken_mark_away,
    sec_vault_11_removing_a_registration_removes_its_sealed_secrets,
}

fn version(key: &RegistrationKey, name: &str, number: i64) -> NewVersion {
    NewVersion {
        key: key.clone(),
        name_key: name.to_owned(),
        replaces: number - 1,
        version: Version {
            version: number,
            settings: format!("{{\"number\":{number}}}"),
            client_secret: Some(sealed("secret")),
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
        .reserve(&key, &id, "/redirect", NOW)
        .await
        .unwrap();
    let found = registrations.find(&id).await.unwrap().unwrap();
    assert_eq!((&found.key, found.version), (&key, 0));
    assert_eq!(found.redirect_path, "/redirect");
    assert_eq!(registrations.get(&key).await.unwrap(), Some(found));
    assert_eq!(registrations.list(&tenant).await.unwrap(), []);
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
    let one = registrations.version(&key, 1).await.unwrap();
    assert_eq!(one, Some(version(&key, "repairs", 1).version));
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
        .reserve(&key(contoso), &id, "/a", NOW)
        .await
        .unwrap();
    let again = registrations.reserve(&key(tailspin), &id, "/b", NOW).await;
    assert!(matches!(again, Err(StoreError::Conflict(_))), "{again:?}");
}

async fn registrations_are_listed_by_age_and_owner(w: World) {
    let (contoso, tailspin) = (w.tenant("contoso").await, w.tenant("tailspin").await);
    let (first, second) = (
        w.registration(&contoso).await,
        w.registration(&contoso).await,
    );
    let foreign = w.registration(&tailspin).await;
    for (key, name) in [(&second, "b"), (&foreign, "c"), (&first, "a")] {
        save(&w.store, version(key, name, 1)).await.unwrap();
    }
    let listed = w.store.registrations().list(&contoso).await.unwrap();
    let mut ids: Vec<_> = listed.iter().map(|row| row.key.id).collect();
    assert!(ids.is_sorted(), "equally old ones by id");
    ids.sort();
    let mut expected = [first.id, second.id];
    expected.sort();
    assert_eq!(ids, expected);
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
