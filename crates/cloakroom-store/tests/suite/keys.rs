//! The vault's records, and the vault on top of them.

use std::sync::Arc;

use cloakroom_model::{TenantId, TestClock};
use cloakroom_store::Store;
use cloakroom_vault::{
    KeyRecord, KeyRecords as _, MasterKey, OpenError, Place, UnlockError, Vault, VaultLimits,
};

use crate::world::{World, at_once};

on_both! {
    the_first_key_check_value_is_kept_for_ever,
    a_tenant_has_one_active_key_however_many_make_one_at_once,
    a_key_is_replaced_once_and_the_old_one_stays_to_open,
    sec_vault_03_a_lease_never_goes_over_the_limit_over_two_processes,
    sec_vault_03_keys_retire_at_their_limit_over_two_processes_on_this_database,
    sec_vault_05_another_master_key_is_refused_and_changes_nothing,
    sec_vault_05_no_key_is_taken_on_where_keys_were_made_under_another,
    sec_vault_02_a_value_moved_to_another_tenant_does_not_open,
    sec_vault_11_a_restored_dump_opens_nothing_under_another_master_key,
}

fn key(w: &World, wrapped: &str) -> KeyRecord {
    KeyRecord {
        id: w.uuid(),
        wrapped: wrapped.as_bytes().to_vec(),
    }
}

async fn vault(w: &World, store: &Store, seed: u64) -> Result<Vault, UnlockError> {
    let limits = VaultLimits {
        sealings_per_key: 100,
        lease: 10,
        ..VaultLimits::default()
    };
    Vault::unlock(
        MasterKey::generate(&cloakroom_model::SeededRandom::new(seed)),
        Arc::new(store.keys()),
        Arc::new(TestClock::default()),
        w.random.clone(),
        limits,
    )
    .await
}

fn place<'a>(w: &World, tenant: &'a TenantId) -> Place<'a> {
    Place {
        tenant,
        table: "grants",
        column: "access_token",
        row: w.uuid(),
        generation: 1,
    }
}

async fn the_first_key_check_value_is_kept_for_ever(w: World) {
    let keys = w.store.keys();
    assert_eq!(keys.check_value().await.unwrap(), None);
    let kept = at_once(10, |n| {
        let keys = keys.clone();
        async move {
            keys.keep_check_value(format!("{n}").into_bytes())
                .await
                .unwrap()
        }
    })
    .await;
    assert!(kept.iter().all(|value| *value == kept[0]), "{kept:?}");
    assert_eq!(keys.check_value().await.unwrap(), Some(kept[0].clone()));
}

async fn a_tenant_has_one_active_key_however_many_make_one_at_once(w: World) {
    let (tenant, other) = (w.tenant("contoso").await, w.second_process().await);
    assert_eq!(w.store.keys().active(&tenant).await.unwrap(), None);
    let active = at_once(20, |n| {
        let keys = [&w.store, &other][n % 2].keys();
        let (record, tenant) = (key(&w, "wrapped"), tenant.clone());
        async move { keys.activate(&tenant, record, None).await.unwrap() }
    })
    .await;
    assert!(active.iter().all(|record| *record == active[0]));
    let kept = w
        .raw()
        .await
        .number("SELECT COUNT(*) FROM key_encryption_keys")
        .await;
    assert_eq!(kept, 1, "the keys that lost the race are not kept");
}

async fn a_key_is_replaced_once_and_the_old_one_stays_to_open(w: World) {
    let (tenant, keys) = (w.tenant("contoso").await, w.store.keys());
    let (old, new, late) = (key(&w, "old"), key(&w, "new"), key(&w, "late"));
    keys.activate(&tenant, old.clone(), None).await.unwrap();
    let active = keys
        .activate(&tenant, new.clone(), Some(old.id))
        .await
        .unwrap();
    assert_eq!(active, new);
    // Whoever replaces the same key later gets the one that is active by then.
    let active = keys
        .activate(&tenant, late.clone(), Some(old.id))
        .await
        .unwrap();
    assert_eq!(active, new);
    assert_eq!(keys.active(&tenant).await.unwrap(), Some(new));
    assert_eq!(keys.find(&tenant, old.id).await.unwrap(), Some(old.clone()));
    assert_eq!(keys.find(&tenant, late.id).await.unwrap(), None);
    let elsewhere = w.tenant("tailspin").await;
    assert_eq!(keys.find(&elsewhere, old.id).await.unwrap(), None);
    assert!(
        !keys.lease(&tenant, old.id, 1, 100).await.unwrap(),
        "it seals nothing more"
    );
}

/// Guard: `cloakroom_store::keys::Keys::lease`
async fn sec_vault_03_a_lease_never_goes_over_the_limit_over_two_processes(w: World) {
    let (tenant, other) = (w.tenant("contoso").await, w.second_process().await);
    let record = key(&w, "wrapped");
    w.store
        .keys()
        .activate(&tenant, record.clone(), None)
        .await
        .unwrap();
    let leased = at_once(40, |n| {
        let keys = [&w.store, &other][n % 2].keys();
        let (tenant, id) = (tenant.clone(), record.id);
        async move { keys.lease(&tenant, id, 7, 100).await.unwrap() }
    })
    .await;
    assert_eq!(leased.iter().filter(|leased| **leased).count(), 14);
    let uses = w
        .raw()
        .await
        .number("SELECT uses FROM key_encryption_keys")
        .await;
    assert_eq!(uses, 98);
    assert!(
        w.store
            .keys()
            .lease(&tenant, record.id, 2, 100)
            .await
            .unwrap()
    );
    assert!(
        !w.store
            .keys()
            .lease(&tenant, record.id, 1, 100)
            .await
            .unwrap()
    );
}

/// Guard: `cloakroom_vault::vault::Vault::key_to_seal`
async fn sec_vault_03_keys_retire_at_their_limit_over_two_processes_on_this_database(w: World) {
    let (tenant, other) = (w.tenant("contoso").await, w.second_process().await);
    let vaults = [
        Arc::new(vault(&w, &w.store, 1).await.unwrap()),
        Arc::new(vault(&w, &other, 1).await.unwrap()),
    ];
    let sealed_under = at_once(210, |n| {
        let (vault, world, tenant) = (vaults[n % 2].clone(), w.clone(), tenant.clone());
        async move {
            let sealed = vault.seal(&place(&world, &tenant), b"x").await.unwrap();
            sealed.key_id().unwrap()
        }
    })
    .await;
    let mut uses = std::collections::HashMap::new();
    for id in sealed_under {
        *uses.entry(id).or_insert(0) += 1;
    }
    assert!(uses.len() >= 3, "{uses:?}");
    assert!(uses.values().all(|n| *n <= 100), "{uses:?}");
}

/// Guard: `cloakroom_vault::vault::Vault::unlock`
async fn sec_vault_05_another_master_key_is_refused_and_changes_nothing(w: World) {
    let tenant = w.tenant("contoso").await;
    let right = vault(&w, &w.store, 1).await.unwrap();
    right.seal(&place(&w, &tenant), b"x").await.unwrap();
    let keys = w.store.keys();
    let before = (
        keys.check_value().await.unwrap(),
        keys.active(&tenant).await.unwrap(),
    );
    let wrong = vault(&w, &w.store, 2).await;
    assert!(matches!(wrong, Err(UnlockError::WrongKey)), "{wrong:?}");
    let after = (
        keys.check_value().await.unwrap(),
        keys.active(&tenant).await.unwrap(),
    );
    assert_eq!(after, before);
    vault(&w, &w.store, 1).await.unwrap();
}

/// Guard: `cloakroom_store::keys::Keys::keep_check_value`
async fn sec_vault_05_no_key_is_taken_on_where_keys_were_made_under_another(w: World) {
    let tenant = w.tenant("contoso").await;
    let right = vault(&w, &w.store, 1).await.unwrap();
    right.seal(&place(&w, &tenant), b"x").await.unwrap();
    // A half restored backup: the keys are there, what they are checked by is not.
    w.raw().await.run("DELETE FROM vault").await;
    for seed in [1, 2] {
        let unlocked = vault(&w, &w.store, seed).await;
        assert!(
            matches!(unlocked, Err(UnlockError::Records(_))),
            "{unlocked:?}"
        );
    }
    assert_eq!(w.store.keys().check_value().await.unwrap(), None);
}

/// Guard: `cloakroom_vault::vault::Vault::open`
async fn sec_vault_02_a_value_moved_to_another_tenant_does_not_open(w: World) {
    let (contoso, tailspin) = (w.tenant("contoso").await, w.tenant("tailspin").await);
    let vault = vault(&w, &w.store, 1).await.unwrap();
    let at = place(&w, &contoso);
    let sealed = vault.seal(&at, b"secret").await.unwrap();
    vault.seal(&place(&w, &tailspin), b"theirs").await.unwrap();
    let moved = Place {
        tenant: &tailspin,
        ..at
    };
    let opened = vault.open(&moved, &sealed).await;
    assert_eq!(opened.unwrap_err(), OpenError::KeyMissing);
    // Even with the key's row copied along.
    let id = crate::world::uuid_literal(w.kind, sealed.key_id().unwrap());
    w.raw()
        .await
        .run(&format!(
            "INSERT INTO key_encryption_keys (tenant, id, wrapped, uses, active, created_at) \
             SELECT 'tailspin', id, wrapped, uses, FALSE, created_at \
             FROM key_encryption_keys WHERE id = {id}"
        ))
        .await;
    assert!(vault.open(&moved, &sealed).await.is_err());
    let row = w.uuid();
    let at = Place {
        tenant: &contoso,
        row,
        ..moved
    };
    assert_eq!(
        vault.open(&at, &sealed).await.unwrap_err(),
        OpenError::Tampered
    );
}

/// Guard: `cloakroom_vault::vault::Vault::unlock`
async fn sec_vault_11_a_restored_dump_opens_nothing_under_another_master_key(w: World) {
    let tenant = w.tenant("contoso").await;
    let at = place(&w, &tenant);
    let right = vault(&w, &w.store, 1).await.unwrap();
    let sealed = right.seal(&at, b"secret").await.unwrap();
    // The thief makes the check value his own, to get past the first door.
    let mut raw = w.raw().await;
    raw.run("CREATE TABLE stolen AS SELECT * FROM key_encryption_keys")
        .await;
    raw.run("DELETE FROM key_encryption_keys; DELETE FROM vault")
        .await;
    let thief = vault(&w, &w.store, 2).await.unwrap();
    raw.run("INSERT INTO key_encryption_keys SELECT * FROM stolen")
        .await;
    let opened = thief.open(&at, &sealed).await;
    assert_eq!(opened.unwrap_err(), OpenError::KeyMissing);
}
