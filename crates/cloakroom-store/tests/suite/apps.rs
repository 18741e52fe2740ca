use cloakroom_model::{AppId, TenantId};
use cloakroom_store::{Installation, NewAppVersion, NewInstallation, PageRequest};

use crate::world::{NOW, World, after, manifest};

on_both! {
    an_installed_app_reads_back_as_it_was_installed,
    an_update_keeps_the_apps_id_and_its_older_version,
    the_same_manifest_id_of_two_owners_is_two_apps,
    a_grant_leads_to_the_installed_apps_that_it_has_consent_for,
    a_failed_installation_leaves_nothing_behind,
    bindings_are_replaced_where_the_app_is_installed,
    uninstalling_keeps_the_app_for_its_other_tenants,
    a_version_that_waits_serves_once_it_is_approved_over_the_one_that_was_seen,
    a_version_is_forgotten_where_it_serves_nowhere,
    apps_are_listed_by_name_page_by_page,
    apps_are_found_by_the_beginnings_of_words_and_ids,
    what_has_changed_is_told_from_what_has_not,
    an_app_that_changed_in_the_meantime_is_neither_bound_nor_removed,
    an_app_from_before_names_were_kept_is_given_one,
}

fn installation(w: &World, tenant: &TenantId, owner: &TenantId, id: &str) -> Installation {
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    Installation {
        tenant: tenant.clone(),
        owner: owner.clone(),
        manifest_id: manifest(id),
        app_id: AppId::generate(&*w.random),
        name: id.to_owned(),
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

async fn a_grant_leads_to_the_installed_apps_that_it_has_consent_for(w: World) {
    let grant = w.active_grant().await;
    let (contoso, tailspin) = (grant.tenant.clone(), w.tenant("tailspin").await);
    let repairs = installation(&w, &contoso, &contoso, "repairs");
    install(&w, &repairs, b"1").await;
    // Another app, and the same one elsewhere.
    install(&w, &installation(&w, &contoso, &contoso, "budget"), b"2").await;
    install(&w, &installation(&w, &tailspin, &tailspin, "repairs"), b"3").await;
    w.store
        .grants()
        .add_app(&grant, (&contoso, &manifest("repairs")), NOW)
        .await
        .unwrap();
    let apps = w.store.apps();
    let found = apps.of_grant(&contoso, &grant.public_id).await.unwrap();
    assert_eq!(found, [repairs]);
    let elsewhere = apps.of_grant(&tailspin, &grant.public_id).await.unwrap();
    assert_eq!(elsewhere, []);
    assert!(apps.uninstall(&found[0]).await.unwrap());
    assert_eq!(apps.of_grant(&contoso, &grant.public_id).await.unwrap(), []);
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
    let apps = w.store.apps();
    let seen = apps
        .get(&contoso, &ours.manifest_id)
        .await
        .unwrap()
        .unwrap();
    assert!(apps.bind(&seen, &ours.bindings, after(5)).await.unwrap());
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
    assert!(apps.uninstall(&ours).await.unwrap());
    assert!(!apps.uninstall(&ours).await.unwrap());
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
    // Twice within one millisecond, and a version of its own each time.
    app.changed_at = NOW.plus(std::time::Duration::from_millis(2));
    assert_eq!(apps.installed(&tenant).await.unwrap(), [app]);
    assert_eq!(apps.package(&tenant, &id, "2c3d").await.unwrap(), None);
}

/// The names of all apps, page by page.
async fn listed(w: &World, tenant: &TenantId, search: &str, limit: u16) -> Vec<String> {
    let mut request = PageRequest {
        search: Some(search.to_owned()),
        ..PageRequest::first(limit)
    };
    let mut names = Vec::new();
    loop {
        let page = w.store.apps().page(tenant, &request).await.unwrap();
        assert!(page.items.len() <= usize::from(limit));
        names.extend(page.items.into_iter().map(|app| app.name));
        match page.next {
            Some(next) => request.after = Some(next),
            None => return names,
        }
    }
}

async fn install_named(w: &World, tenant: &TenantId, id: &str, name: &str) -> Installation {
    let mut app = installation(w, tenant, tenant, id);
    name.clone_into(&mut app.name);
    install(w, &app, b"zip").await;
    app
}

async fn apps_are_listed_by_name_page_by_page(w: World) {
    let (tenant, other) = (w.tenant("contoso").await, w.tenant("tailspin").await);
    // Two of one name, and one that has no letters to be sorted by.
    let named = [
        ("3", "budget"),
        ("1", "Repairs"),
        ("2", "Budget"),
        ("0", " "),
    ];
    for (id, name) in named {
        install_named(&w, &tenant, id, name).await;
    }
    install_named(&w, &other, "4", "Access").await;
    for limit in [1, 2, 100] {
        let names = listed(&w, &tenant, "", limit).await;
        assert_eq!(names, [" ", "Budget", "budget", "Repairs"], "{limit}");
    }
}

async fn apps_are_found_by_the_beginnings_of_words_and_ids(w: World) {
    let tenant = w.tenant("contoso").await;
    let repairs = install_named(&w, &tenant, "2f7c-11", "Contoso repairs, repaired").await;
    install_named(&w, &tenant, "9a9a-22", "Budget").await;
    assert_eq!(listed(&w, &tenant, "REP", 1).await, [repairs.name.as_str()]);
    assert_eq!(listed(&w, &tenant, "2f7", 1).await, [repairs.name.as_str()]);
    assert!(listed(&w, &tenant, "11", 1).await.is_empty());
    // By its new name once another version serves, and by none once it is removed.
    let mut next = repairs.clone();
    next.name = String::from("Works");
    next.version = String::from("2c3d");
    let apps = w.store.apps();
    let new = Some(version("2c3d", b"2"));
    let serves = apps.change_version(next, repairs.version.clone(), new);
    assert!(serves.await.unwrap());
    assert!(listed(&w, &tenant, "rep", 1).await.is_empty());
    assert_eq!(listed(&w, &tenant, "wor", 1).await, ["Works"]);
    let seen = apps.by_id(&tenant, &repairs.app_id).await.unwrap().unwrap();
    assert!(apps.uninstall(&seen).await.unwrap());
    assert!(listed(&w, &tenant, "wor", 1).await.is_empty());
    let terms = "SELECT COUNT(*) FROM search_terms WHERE kind = 'app' AND id = '2f7c-11'";
    assert_eq!(w.raw().await.number(terms).await, 0);
}

async fn what_has_changed_is_told_from_what_has_not(w: World) {
    let tenant = w.tenant("contoso").await;
    let (repairs, budget) = (
        install_named(&w, &tenant, "repairs", "Repairs").await,
        install_named(&w, &tenant, "budget", "Budget").await,
    );
    let apps = w.store.apps();
    let states = async || {
        let mut states = apps.states(&tenant).await.unwrap();
        states.sort_by(|(a, _), (b, _)| a.as_str().cmp(b.as_str()));
        states
    };
    let before = states().await;
    assert_eq!(
        before,
        [
            (budget.manifest_id, NOW),
            (repairs.manifest_id.clone(), NOW)
        ]
    );
    // At the same moment by the clock.
    assert!(apps.bind(&repairs, &[], NOW).await.unwrap());
    let after = states().await;
    assert_eq!(after[0], before[0]);
    assert!(after[1].1 > before[1].1, "{after:?}");
    let found = apps.get(&tenant, &repairs.manifest_id).await.unwrap();
    assert_eq!(found.unwrap().changed_at, after[1].1);
}

async fn an_app_that_changed_in_the_meantime_is_neither_bound_nor_removed(w: World) {
    let tenant = w.tenant("contoso").await;
    let seen = install_named(&w, &tenant, "repairs", "Repairs").await;
    let apps = w.store.apps();
    let one = [("foreign".to_owned(), "reg_2".to_owned())];
    assert!(apps.bind(&seen, &one, NOW).await.unwrap());
    assert!(!apps.bind(&seen, &[], NOW).await.unwrap());
    assert!(!apps.uninstall(&seen).await.unwrap());
    let now = apps.by_id(&tenant, &seen.app_id).await.unwrap().unwrap();
    assert_eq!(now.bindings, one);
    let other = w.tenant("tailspin").await;
    assert_eq!(apps.by_id(&other, &seen.app_id).await.unwrap(), None);
}

async fn an_app_from_before_names_were_kept_is_given_one(w: World) {
    let tenant = w.tenant("contoso").await;
    install_named(&w, &tenant, "repairs", "Repairs").await;
    let apps = w.store.apps();
    assert!(apps.unnamed(&tenant).await.unwrap().is_empty());
    let mut raw = w.raw().await;
    raw.run("UPDATE installations SET name = '', name_key = ''")
        .await;
    raw.run("DELETE FROM search_terms WHERE kind = 'app'").await;
    // It is listed already, and found once it is named.
    assert_eq!(listed(&w, &tenant, "", 1).await, [""]);
    let mut unnamed = apps.unnamed(&tenant).await.unwrap().remove(0);
    let changed_at = unnamed.changed_at;
    unnamed.name = String::from("Repairs");
    apps.name(unnamed.clone()).await.unwrap();
    assert_eq!(listed(&w, &tenant, "rep", 1).await, ["Repairs"]);
    assert!(apps.unnamed(&tenant).await.unwrap().is_empty());
    // A name is no change, and is given once.
    unnamed.name = String::from("Other");
    apps.name(unnamed).await.unwrap();
    let named = apps.installed(&tenant).await.unwrap().remove(0);
    assert_eq!(
        (named.name.as_str(), named.changed_at),
        ("Repairs", changed_at)
    );
}
