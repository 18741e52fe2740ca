use cloakroom_store::{DatabaseUrl, Store, StoreError};

use crate::world::{Kind, World, at_once, sealed};

on_both! {
    a_database_that_is_not_there_is_unavailable_or_unusable,
    a_column_of_another_type_is_an_error_and_not_a_guess,
    sec_token_03_a_caller_that_goes_away_leaves_no_transaction_open,
}

async fn a_database_that_is_not_there_is_unavailable_or_unusable(w: World) {
    let url = match w.kind {
        Kind::Sqlite => "sqlite:/nowhere/at/all/data.db",
        // Port 1 of this machine: nobody listens.
        Kind::Postgres => "postgres://cloakroom:hunter2@127.0.0.1:1/cloakroom",
    };
    let error = Store::open(&url.parse().unwrap()).await.unwrap_err();
    match w.kind {
        Kind::Sqlite => assert!(matches!(error, StoreError::Database(_)), "{error:?}"),
        Kind::Postgres => assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}"),
    }
    assert!(!format!("{error} {error:?}").contains("hunter2"));
    let odd = "postgres://[".parse::<DatabaseUrl>().unwrap();
    let error = Store::open(&odd).await.unwrap_err();
    assert!(matches!(error, StoreError::Unusable(_)), "{error:?}");
}

async fn a_column_of_another_type_is_an_error_and_not_a_guess(w: World) {
    // SQLite keeps whatever it is given; PostgreSQL refuses it at the door.
    if w.kind == Kind::Sqlite {
        let grant = w.active_grant().await;
        let mut raw = w.raw().await;
        raw.run("UPDATE grants SET generation = 'first'").await;
        let outcome = w.store.grants().get(&grant.tenant, grant.id).await;
        assert!(
            matches!(&outcome, Err(StoreError::Database(why)) if why.contains("generation")),
            "{outcome:?}"
        );
    }
}

/// Guard: `cloakroom_store::db::transaction`
async fn sec_token_03_a_caller_that_goes_away_leaves_no_transaction_open(w: World) {
    let grant = w.active_grant().await;
    // Each caller is cut off after another number of turns, so that every await point is met.
    at_once(60, |turns| {
        let (world, mut grant) = (w.clone(), grant.clone());
        grant.id = w.uuid();
        grant.public_id = cloakroom_model::GrantId::generate(&*w.random);
        grant.account = turns.to_string();
        grant.access_token = Some(sealed("token"));
        async move {
            let work = world.keep(&grant);
            let limit = async {
                for _ in 0..turns {
                    tokio::task::yield_now().await;
                }
            };
            tokio::select! {
                biased;
                () = limit => {}
                kept = work => { let _ = kept; }
            }
        }
    })
    .await;
    // Every connection of the pool is as good as new, and what was kept is whole.
    let checks = at_once(40, |_| {
        let (store, grant) = (w.store.clone(), grant.clone());
        async move {
            store
                .grants()
                .add_app(
                    &grant,
                    (&grant.tenant, &crate::world::manifest("x")),
                    grant.created_at,
                )
                .await
                .unwrap();
            store
                .grants()
                .of_user(&grant.tenant, grant.user)
                .await
                .unwrap()
        }
    })
    .await;
    for grants in checks {
        assert_eq!(grants.iter().filter(|grant| grant.current).count(), 1);
    }
    let mut raw = w.raw().await;
    let grants = raw.number("SELECT COUNT(*) FROM grants").await;
    let with_consent = raw
        .number("SELECT COUNT(DISTINCT grant_id) FROM grant_apps")
        .await;
    assert_eq!(grants, with_consent);
}
