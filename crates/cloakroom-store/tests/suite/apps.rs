use cloakroom_model::{AppId, TenantId};
use cloakroom_store::{Installation, NewAppVersion, NewInstallation};

use crate::world::{NOW, World, after, manifest};

on_both! {
    an_installed_app_reads_back_as_it_was_installed,
    an_update_keeps_the_apps_id_and_its_older_version,
    the_same_manifest_id_of_two_owners_is_two_apps,
    a_failed_installation_leaves_nothing_behind,
    bindings_are_replaced_where_the_app_is_installed,
    uninstalling_keeps_the_app_for_its_other_tenants,
    a_version_that_waits_serves_once_it_is_approved_over_the_one_that_was_seen,
    a_version_is_forgotten_where_it_serves_nowhere,
}

fn installation(w: &World, tenant: &TenantId, owner: &TenantId, id: &str) -> Installation {
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    Installation {
        tenant: tenant.clone(),
        owner: owner.clone(),
        manifest_id: manifest(id),
        app_id: AppId::generate(&*w.random),
        version: "0a1b".to_owned(),
        waiting: None,
        // The order is the one given, not that of the alphabet.
        origin_map: vec![
            pair("https://repairs.example", "http://127.0.0.1:8789"),
            pair("https://images.example", "http://127.0.0.1:8790"),
        ],
        bindings: vec![pair("foreign", "reg_1")],
        changed_at: NOW,
    }
}

fn version(version: &str, package: &[u8]) -> NewAppVersion {
    NewAppVersion {
        version: version.to_owned(),
        app_version: "1.0.0".to_owned(),
        package: package.to_vec(),
    }
}

async fn install(w: &World, installation: &Installation, package: &[u8]) {
    let new = NewInstallation {
        installation: installation.clone(),
        version: version(&installation.version, package),
    };
    w.store.apps().install(new).await.unwrap();
}

async fn an_installed_app_reads_back_as_it_was_installed(w: World) {
    let tenant = w.tenant("contoso").await;
    let (repairs, budget) = (
        installation(&w, &tenant, &tenant, "repairs"),
        installation(&w, &tenant, &tenant, "budget"),
    );
    install(&w, &repairs, b"zip\0\xff").await;
    install(&w, &budget, b"other").await;
    let apps = w.store.apps();
    assert_eq!(apps.installed(&tenant).await.unwrap(), [budget, repairs]);
    let package = apps
        .package(&tenant, &manifest("repairs"), "0a1b")
        .await
        .unwrap();
    assert_eq!(package.as_deref(), Some(b"zip\0\xff".as_slice()));
    assert_eq!(
        apps.package(&tenant, &manifest("repairs"), "ffff")
            .await
            .unwrap(),
        None
    );
}

async fn an_update_keeps_the_apps_id_and_its_older_version(w: World) {
    let tenant = w.tenant("contoso").await;
    let first = installation(&w, &tenant, &tenant, "repairs");
    install(&w, &first, b"1").await;
    let mut second = installation(&w, &tenant, &tenant, "repairs");
    second.version = String::from("2c3d");
    second.origin_map.clear();
    second.changed_at = after(1);
    install(&w, &second, b"2").await;
    second.app_id = first.app_id;
    let apps = w.store.apps();
    assert_eq!(apps.installed(&tenant).await.unwrap(), [second]);
    for (version, package) in [("0a1b", b"1"), ("2c3d", b"2")] {
        let found = apps
            .package(&tenant, &manifest("repairs"), version)
            .await
            .unwrap();
        assert_eq!(found.as_deref(), Some(package.as_slice()));
    }
}

async fn the_same_manifest_id_of_two_owners_is_two_apps(w: World) {
    let (contoso, tailspin) = (w.tenant("contoso").await, w.tenant("tailspin").await);
    let ours = installation(&w, &contoso, &contoso, "repairs");
    let theirs = installation(&w, &tailspin, &tailspin, "repairs");
    install(&w, &ours, b"ours").await;
    install(&w, &theirs, b"theirs").await;
    let apps = w.store.apps();
    assert_eq!(apps.installed(&contoso).await.unwrap(), [ours]);
    assert_eq!(apps.installed(&tailspin).await.unwrap(), [theirs]);
    for (owner, package) in [(&contoso, b"ours".as_slice()), (&tailspin, b"theirs")] {
        let found = apps
            .package(owner, &manifest("repairs"), "0a1b")
            .await
            .unwrap();
        assert_eq!(found.as_deref(), Some(package));
    }
}

async fn a_failed_installation_leaves_nothing_behind(w: World) {
    let owner = w.tenant("contoso").await;
    // The third statement fails: the tenant to install in is not there.
    let nowhere = installation(&w, &"nowhere".parse().unwrap(), &owner, "repairs");
    let new = NewInstallation {
        version: version(&nowhere.version, b"zip"),
        installation: nowhere,
    };
    assert!(w.store.apps().install(new).await.is_err());
    let mut raw = w.raw().await;
    for table in ["apps", "app_versions", "installations"] {
        assert_eq!(
            raw.number(&format!("SELECT COUNT(*) FROM {table}")).await,
            0,
            "{table}"
        );
    }
    // The connection that failed is as good as new.
    install(&w, &installation(&w, &owner, &owner, "repairs"), b"zip").await;
}

async fn bindings_are_replaced_where_the_app_is_installed(w: World) {
    let (contoso, tailspin) = (w.tenant("contoso").await, w.tenant("tailspin").await);
    let mut ours = installation(&w, &contoso, &contoso, "repairs");
    let theirs = installation(&w, &tailspin, &tailspin, "repairs");
    install(&w, &ours, b"zip").await;
    install(&w, &theirs, b"zip").await;
    ours.bindings = vec![("foreign".to_owned(), "reg_2".to_owned())];
    ours.changed_at = after(5);
    let (apps, id) = (w.store.apps(), manifest("repairs"));
    assert!(
        apps.bind(&contoso, &id, &ours.bindings, after(5))
            .await
            .unwrap()
    );
    assert!(
        !apps
            .bind(&contoso, &manifest("budget"), &[], NOW)
            .await
            .unwrap()
    );
    assert_eq!(apps.installed(&contoso).await.unwrap(), [ours]);
    assert_eq!(apps.installed(&tailspin).await.unwrap(), [theirs]);
}

async fn uninstalling_keeps_the_app_for_its_other_tenants(w: World) {
    let (contoso, tailspin) = (w.tenant("contoso").await, w.tenant("tailspin").await);
    let ours = installation(&w, &contoso, &contoso, "repairs");
    let mut theirs = installation(&w, &tailspin, &contoso, "repairs");
    theirs.app_id = ours.app_id.clone();
    install(&w, &ours, b"zip").await;
    install(&w, &theirs, b"zip").await;
    let (apps, id) = (w.store.apps(), manifest("repairs"));
    assert!(apps.uninstall(&contoso, &id).await.unwrap());
    assert!(!apps.uninstall(&contoso, &id).await.unwrap());
    assert_eq!(apps.installed(&contoso).await.unwrap(), []);
    assert_eq!(apps.installed(&tailspin).await.unwrap(), [theirs]);
    assert!(apps.package(&contoso, &id, "0a1b").await.unwrap().is_some());
}

async fn a_version_that_waits_serves_once_it_is_approved_over_the_one_that_was_seen(w: World) {
    let tenant = w.tenant("contoso").await;
    let mut app = installation(&w, &tenant, &tenant, "repairs");
    install(&w, &app, b"1").await;
    let apps = w.store.apps();
    app.waiting = Some("2c3d".to_owned());
    app.changed_at = after(1);
    let change = async |app: &Installation, seen: &str, new| {
        apps.change_version(app.clone(), seen.to_owned(), new)
            .await
            .unwrap()
    };
    assert!(change(&app, "0a1b", Some(version("2c3d", b"2"))).await);
    assert_eq!(apps.installed(&tenant).await.unwrap(), [app.clone()]);
    app.version = String::from("2c3d");
    app.waiting = None;
    app.changed_at = after(2);
    // Over another version than the one that serves, nothing is changed.
    assert!(!change(&app, "ffff", None).await);
    assert!(change(&app, "0a1b", None).await);
    assert_eq!(apps.installed(&tenant).await.unwrap(), [app]);
    let kept = apps.versions(&tenant, &manifest("repairs")).await.unwrap();
    let kept: Vec<_> = kept
        .iter()
        .map(|kept| {
            (
                kept.version.as_str(),
                kept.app_version.as_str(),
                kept.created_at,
            )
        })
        .collect();
    assert_eq!(kept, [("2c3d", "1.0.0", after(1)), ("0a1b", "1.0.0", NOW)]);
}

async fn a_version_is_forgotten_where_it_serves_nowhere(w: World) {
    let tenant = w.tenant("contoso").await;
    let mut app = installation(&w, &tenant, &tenant, "repairs");
    install(&w, &app, b"1").await;
    app.waiting = Some("2c3d".to_owned());
    let apps = w.store.apps();
    let new = Some(version("2c3d", b"2"));
    assert!(
        apps.change_version(app.clone(), "0a1b".to_owned(), new)
            .await
            .unwrap()
    );
    let id = manifest("repairs");
    assert!(!apps.forget_version(&tenant, &id, "0a1b").await.unwrap());
    assert!(apps.forget_version(&tenant, &id, "2c3d").await.unwrap());
    assert!(!apps.forget_version(&tenant, &id, "2c3d").await.unwrap());
    app.waiting = None;
    assert_eq!(apps.installed(&tenant).await.unwrap(), [app]);
    assert_eq!(apps.package(&tenant, &id, "2c3d").await.unwrap(), None);
}
