use cloakroom_store::{STATEMENTS, StoreError};

use crate::world::{Kind, Place, Raw, World};

on_both! {
    every_statement_is_valid,
    the_database_answers,
    two_processes_may_begin_on_an_empty_database_at_once,
    a_newer_schema_is_refused,
}

async fn every_statement_is_valid(w: World) {
    assert!(STATEMENTS.len() > 80);
    if let Err((name, error)) = w.store.prepare_all().await {
        panic!("{name}: {error}");
    }
}

async fn the_database_answers(w: World) {
    w.store.ping().await.unwrap();
    assert!(
        !format!("{:?}", w.url()).contains("cloakroom@"),
        "a URL may hold a password"
    );
}

async fn two_processes_may_begin_on_an_empty_database_at_once(w: World) {
    // SQLite has one process by the lock on its folder.
    if w.kind == Kind::Postgres {
        let place = Place::make(w.kind).await;
        let url: cloakroom_store::DatabaseUrl = place.url().parse().unwrap();
        let opened = crate::world::at_once(4, |_| {
            let url = url.clone();
            async move { cloakroom_store::Store::open(&url).await.map(drop) }
        })
        .await;
        place.remove().await;
        for outcome in opened {
            outcome.unwrap();
        }
    }
}

async fn a_newer_schema_is_refused(w: World) {
    let place = Place::make(w.kind).await;
    let url: cloakroom_store::DatabaseUrl = place.url().parse().unwrap();
    cloakroom_store::Store::open(&url).await.unwrap();
    let mut raw = Raw::connect(&place.url()).await;
    raw.run(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         SELECT 9999, 'of a later version', success, checksum, 0 FROM _sqlx_migrations LIMIT 1",
    )
    .await;
    let opened = cloakroom_store::Store::open(&url).await.map(drop);
    drop(raw);
    place.remove().await;
    let error = opened.unwrap_err();
    assert!(
        matches!(&error, StoreError::Unusable(why) if why.contains("9999")),
        "{error}"
    );
}
