use cloakroom_model::{HostId, Role, Subject, TenantId};
use cloakroom_store::{NewSession, PageRequest, StoreError, Tenant};

use crate::world::{NOW, World, after, at_once, distinct, manifest, sealed};

on_both! {
    who_is_admitted_is_in_as_what_the_provider_says_and_who_leaves_is_out,
    memberships_are_of_one_issuer_and_never_of_local_names,
    people_of_ours_are_listed_page_by_page_without_those_of_hosts,
    a_tenant_is_made_once_and_listed_by_age,
    a_user_is_made_once_and_found_by_name_and_by_id,
    of_many_first_visits_at_once_one_makes_the_user,
    sec_egress_01_equal_names_in_other_namespaces_are_other_users,
    a_user_of_an_unknown_tenant_is_refused,
    an_update_changes_name_and_role_of_a_user_as_he_was_seen,
    people_are_found_by_name_and_account_while_they_are_in,
    tenants_are_listed_page_by_page_and_found_by_name_and_id,
    only_local_accounts_are_listed_by_name,
    sec_vault_11_a_removed_user_leaves_no_row_behind,
    a_link_leads_from_a_hosts_user_to_ours_and_can_be_moved,
    sec_egress_01_a_link_never_leads_to_another_tenant,
}

async fn a_tenant_is_made_once_and_listed_by_age(w: World) {
    let people = w.store.people();
    for (id, name, at) in [
        ("tailspin", "Tailspin", 1),
        ("contoso", "Contoso", 0),
        ("contoso", "Renamed", 2),
    ] {
        let tenant = Tenant {
            id: id.parse().unwrap(),
            name: name.to_owned(),
        };
        people.add_tenant(&tenant, after(at)).await.unwrap();
    }
    let names: Vec<_> = people.tenants().await.unwrap();
    let names: Vec<_> = names.iter().map(|tenant| tenant.name.as_str()).collect();
    assert_eq!(names, ["Contoso", "Tailspin"]);
}

async fn a_user_is_made_once_and_found_by_name_and_by_id(w: World) {
    let tenant = w.tenant("contoso").await;
    let (people, karin) = (w.store.people(), Subject::local("karin"));
    assert_eq!(people.find(&tenant, &karin).await.unwrap(), None);
    let made = people
        .ensure(&tenant, &karin, "Karin Blair", Role::Admin, NOW, &*w.random)
        .await
        .unwrap();
    assert_eq!(made.user.display_name, "Karin Blair");
    assert_eq!(made.role, Role::Admin);
    // The second visit changes nothing.
    let again = people
        .ensure(&tenant, &karin, "Other", Role::Member, NOW, &*w.random)
        .await
        .unwrap();
    assert_eq!(again, made);
    assert_eq!(
        people.find(&tenant, &karin).await.unwrap(),
        Some(made.clone())
    );
    let id = made.user.id.unwrap();
    assert_eq!(people.get(&tenant, id).await.unwrap(), Some(made));
    assert_eq!(
        people.get(&"tailspin".parse().unwrap(), id).await.unwrap(),
        None
    );
}

async fn of_many_first_visits_at_once_one_makes_the_user(w: World) {
    let tenant = w.tenant("contoso").await;
    let ids = at_once(20, |_| {
        let (w, tenant) = (w.clone(), tenant.clone());
        async move { w.person(&tenant, "karin").await }
    })
    .await;
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
}

/// Guard: `cloakroom_store::people::People::find`
async fn sec_egress_01_equal_names_in_other_namespaces_are_other_users(w: World) {
    let (contoso, tailspin) = (w.tenant("contoso").await, w.tenant("tailspin").await);
    let (one, other) = (HostId::generate(&*w.random), HostId::generate(&*w.random));
    let mut users = Vec::new();
    for tenant in [&contoso, &tailspin] {
        for subject in [
            Subject::local("alex"),
            Subject::aad(&one, "alex"),
            Subject::channel(&one, "alex"),
            Subject::aad(&other, "alex"),
            Subject::channel(&other, "alex"),
        ] {
            users.push(w.user(tenant, &subject).await);
        }
    }
    assert!(distinct(users));
}

async fn a_user_of_an_unknown_tenant_is_refused(w: World) {
    let outcome = w
        .store
        .people()
        .ensure(
            &"nobody".parse().unwrap(),
            &Subject::local("karin"),
            "Karin",
            Role::Member,
            NOW,
            &*w.random,
        )
        .await;
    assert!(
        matches!(outcome, Err(StoreError::Database(_))),
        "{outcome:?}"
    );
}

async fn an_update_changes_name_and_role_of_a_user_as_he_was_seen(w: World) {
    let tenant = w.tenant("contoso").await;
    let (people, id) = (w.store.people(), w.person(&tenant, "karin").await);
    let get = async || people.get(&tenant, id).await.unwrap().unwrap();
    let seen = get().await;
    assert!(people.update(&seen, "Karin", Role::Admin).await.unwrap());
    let now = get().await;
    assert_eq!(
        (now.user.display_name.as_str(), now.role),
        ("Karin", Role::Admin)
    );
    // Over what somebody else has changed nothing is written.
    assert!(!people.update(&seen, "Other", Role::Member).await.unwrap());
    assert_eq!(get().await, now);
    assert_eq!(found(&w, &tenant, "kar", 9).await, ["karin"]);
    assert!(found(&w, &tenant, "someone", 9).await.is_empty());
    assert!(people.remove(&tenant, id).await.unwrap());
    assert!(!people.update(&now, "Karin", Role::Member).await.unwrap());
}

/// The names of those who are found, page by page.
async fn found(w: &World, tenant: &TenantId, search: &str, limit: u16) -> Vec<String> {
    let mut request = PageRequest {
        search: Some(search.to_owned()),
        ..PageRequest::first(limit)
    };
    let mut names = Vec::new();
    loop {
        let page = w.store.people().page(tenant, &request).await.unwrap();
        let items = page.items.into_iter();
        names.extend(items.map(|person| person.user.subject.subject));
        match page.next {
            Some(next) => request.after = Some(next),
            None => return names,
        }
    }
}

async fn people_are_found_by_name_and_account_while_they_are_in(w: World) {
    let (tenant, other) = (w.tenant("contoso").await, w.tenant("tailspin").await);
    let people = w.store.people();
    for (name, display_name) in [("karin", "Karin Blair"), ("alex", "Alex Karlsson")] {
        let subject = Subject::local(name);
        let made = people.ensure(
            &tenant,
            &subject,
            display_name,
            Role::Member,
            NOW,
            &*w.random,
        );
        made.await.unwrap();
    }
    w.person(&other, "karla").await;
    let host = HostId::generate(&*w.random);
    w.user(&tenant, &Subject::aad(&host, "karl")).await;
    admitted(&w, &tenant, Role::Member).await;
    for limit in [1, 9] {
        // Whose name and account both match stands once.
        assert_eq!(found(&w, &tenant, "Kar", limit).await, ["karin", "alex"]);
        assert_eq!(found(&w, &tenant, "mon", limit).await, ["1"]);
    }
    assert!(people.leave(&tenant, &mona(), NOW).await.unwrap());
    assert!(found(&w, &tenant, "mon", 9).await.is_empty());
    admitted(&w, &tenant, Role::Member).await;
    assert_eq!(found(&w, &tenant, "mon", 9).await, ["1"]);
}

async fn tenants_are_listed_page_by_page_and_found_by_name_and_id(w: World) {
    for (id, name, at) in [("t2", "Tailspin Toys", 1), ("t1", "Contoso", 0)] {
        let tenant = Tenant {
            id: id.parse().unwrap(),
            name: name.to_owned(),
        };
        w.store
            .people()
            .add_tenant(&tenant, after(at))
            .await
            .unwrap();
    }
    for (search, expected) in [
        ("", vec!["t1", "t2"]),
        ("t", vec!["t1", "t2"]),
        ("toy", vec!["t2"]),
        ("cont", vec!["t1"]),
        ("x", vec![]),
    ] {
        let mut request = PageRequest {
            search: Some(search.to_owned()),
            ..PageRequest::first(1)
        };
        let mut ids = Vec::new();
        loop {
            let page = w.store.people().tenants_page(&request).await.unwrap();
            ids.extend(page.items.into_iter().map(|tenant| tenant.id.to_string()));
            match page.next {
                Some(next) => request.after = Some(next),
                None => break,
            }
        }
        assert_eq!(ids, expected, "{search:?}");
    }
}

async fn only_local_accounts_are_listed_by_name(w: World) {
    let (contoso, tailspin) = (w.tenant("contoso").await, w.tenant("tailspin").await);
    for name in ["karin", "alex"] {
        w.person(&contoso, name).await;
    }
    w.person(&tailspin, "robin").await;
    let host = HostId::generate(&*w.random);
    w.user(&contoso, &Subject::aad(&host, "aaron")).await;
    let listed = w.store.people().local(&contoso).await.unwrap();
    let names: Vec<_> = listed
        .iter()
        .map(|person| person.user.subject.subject.as_str())
        .collect();
    assert_eq!(names, ["alex", "karin"]);
}

/// Guard: `cloakroom_store::people::People::remove`
async fn sec_vault_11_a_removed_user_leaves_no_row_behind(w: World) {
    let grant = w.active_grant().await;
    let (tenant, user) = (grant.tenant.clone(), grant.user);
    let other = w.person(&tenant, "alex").await;
    w.keep(&w.grant(&tenant, other, &grant.registration, "default"))
        .await
        .unwrap();
    let sessions = w.store.sessions();
    sessions
        .begin(
            &NewSession {
                tenant: &tenant,
                user,
                token: &cloakroom_vault::TokenHash::of("session"),
                entered_by: "link",
                agent: "",
                expires_at: after(60),
            },
            NOW,
            &*w.random,
        )
        .await
        .unwrap();
    let mut pending = w.grant(&tenant, user, &grant.registration, "second");
    pending.refresh_token = Some(sealed("second"));
    w.keep(&pending).await.unwrap();

    let people = w.store.people();
    assert!(people.remove(&tenant, user).await.unwrap());
    assert!(!people.remove(&tenant, user).await.unwrap());
    let mut raw = w.raw().await;
    for table in ["users", "grants", "grant_apps"] {
        let left = raw.number(&format!("SELECT COUNT(*) FROM {table}")).await;
        assert_eq!(left, 1, "{table}: only the other user's row is left");
    }
    assert_eq!(raw.number("SELECT COUNT(*) FROM sessions").await, 0);
    let theirs = w.store.grants().of_user(&tenant, other).await.unwrap();
    assert_eq!(
        w.store.grants().apps(&theirs[0]).await.unwrap(),
        [(tenant, manifest("repairs"))]
    );
}

async fn a_link_leads_from_a_hosts_user_to_ours_and_can_be_moved(w: World) {
    let tenant = w.tenant("contoso").await;
    let host = HostId::generate(&*w.random);
    let theirs = w.user(&tenant, &Subject::aad(&host, "1")).await;
    let (karin, alex) = (
        w.person(&tenant, "karin").await,
        w.person(&tenant, "alex").await,
    );
    let people = w.store.people();
    assert_eq!(people.linked(&tenant, theirs).await.unwrap(), None);
    people.link(&tenant, theirs, karin, NOW).await.unwrap();
    assert_eq!(people.linked(&tenant, theirs).await.unwrap(), Some(karin));
    people.link(&tenant, theirs, alex, NOW).await.unwrap();
    assert_eq!(people.linked(&tenant, theirs).await.unwrap(), Some(alex));
    // Not the other way round.
    assert_eq!(people.linked(&tenant, alex).await.unwrap(), None);
    let second = w.user(&tenant, &Subject::channel(&host, "2")).await;
    people.link(&tenant, second, alex, NOW).await.unwrap();
    let mut request = PageRequest::first(1);
    let mut ids = Vec::new();
    loop {
        let page = people.links(&tenant, alex, &request).await.unwrap();
        ids.extend(page.items.iter().map(|person| person.user.id.unwrap()));
        match page.next {
            Some(next) => request.after = Some(next),
            None => break,
        }
    }
    ids.sort_unstable_by_key(|id| id.0);
    let mut expected = [theirs, second];
    expected.sort_unstable_by_key(|id| id.0);
    assert_eq!(ids, expected);
    let request = PageRequest::first(9);
    let none = people.links(&tenant, karin, &request).await.unwrap();
    assert_eq!(none.items, []);
    // It is taken back from whom it leads to, once.
    assert!(!people.unlink(&tenant, theirs, karin).await.unwrap());
    assert!(people.unlink(&tenant, theirs, alex).await.unwrap());
    assert!(!people.unlink(&tenant, theirs, alex).await.unwrap());
    assert_eq!(people.linked(&tenant, theirs).await.unwrap(), None);
    assert_eq!(people.linked(&tenant, second).await.unwrap(), Some(alex));
}

/// Guard: `cloakroom_store::people::People::link`
async fn sec_egress_01_a_link_never_leads_to_another_tenant(w: World) {
    let (contoso, tailspin) = (w.tenant("contoso").await, w.tenant("tailspin").await);
    let host = HostId::generate(&*w.random);
    let theirs = w.user(&contoso, &Subject::aad(&host, "1")).await;
    let foreign = w.person(&tailspin, "karin").await;
    let people = w.store.people();
    assert!(people.link(&contoso, theirs, foreign, NOW).await.is_err());
    assert_eq!(people.linked(&contoso, theirs).await.unwrap(), None);
}

const ISSUER: &str = "https://as.example";

fn mona() -> Subject {
    Subject {
        issuer: ISSUER.to_owned(),
        subject: "1".to_owned(),
    }
}

async fn admitted(w: &World, tenant: &TenantId, role: Role) -> cloakroom_store::Person {
    let (people, mona) = (w.store.people(), mona());
    let admitted = people.admit(tenant, &mona, "Mona", role, NOW, &*w.random);
    admitted.await.unwrap()
}

async fn who_is_admitted_is_in_as_what_the_provider_says_and_who_leaves_is_out(w: World) {
    let tenant = w.tenant("contoso").await;
    let first = admitted(&w, &tenant, Role::Admin).await;
    let again = admitted(&w, &tenant, Role::Member).await;
    assert_eq!((first.user.id, first.role), (again.user.id, Role::Admin));
    assert_eq!(again.role, Role::Member);
    let (people, token) = (w.store.people(), cloakroom_vault::TokenHash::of("token"));
    let new = NewSession {
        tenant: &tenant,
        user: again.user.id.unwrap(),
        token: &token,
        entered_by: "corp",
        agent: "",
        expires_at: after(60),
    };
    let sessions = w.store.sessions();
    sessions.begin(&new, NOW, &*w.random).await.unwrap();
    assert!(people.leave(&tenant, &mona(), NOW).await.unwrap());
    assert!(!people.leave(&tenant, &mona(), NOW).await.unwrap());
    assert_eq!(sessions.find(&token, NOW).await.unwrap(), None);
    // A session that began on another replica at that very moment opens nothing either.
    sessions.begin(&new, NOW, &*w.random).await.unwrap();
    assert_eq!(sessions.find(&token, NOW).await.unwrap(), None);
    assert!(people.everywhere(ISSUER, "1").await.unwrap().is_empty());
    let back = admitted(&w, &tenant, Role::Developer).await;
    assert_eq!((back.user.id, back.role), (first.user.id, Role::Developer));
    assert_eq!(people.everywhere(ISSUER, "1").await.unwrap(), [back]);
}

async fn memberships_are_of_one_issuer_and_never_of_local_names(w: World) {
    let (contoso, tailspin) = (w.tenant("contoso").await, w.tenant("tailspin").await);
    let here = admitted(&w, &contoso, Role::Admin).await;
    let there = admitted(&w, &tailspin, Role::Member).await;
    let people = w.store.people();
    let other = Subject {
        issuer: "https://other.example".to_owned(),
        subject: "1".to_owned(),
    };
    people
        .admit(&contoso, &other, "Mona", Role::Member, NOW, &*w.random)
        .await
        .unwrap();
    let mut found = people.memberships(&there).await.unwrap();
    found.sort_by(|a, b| a.tenant.as_str().cmp(b.tenant.as_str()));
    assert_eq!(found, [here, there]);
    let karin = w.person(&contoso, "karin").await;
    w.person(&tailspin, "karin").await;
    let karin = people.get(&contoso, karin).await.unwrap().unwrap();
    assert_eq!(people.memberships(&karin).await.unwrap(), [karin]);
}

async fn people_of_ours_are_listed_page_by_page_without_those_of_hosts(w: World) {
    let tenant = w.tenant("contoso").await;
    for name in ["karin", "alex"] {
        w.person(&tenant, name).await;
    }
    let host = HostId::generate(&*w.random);
    w.user(&tenant, &Subject::aad(&host, "1")).await;
    admitted(&w, &tenant, Role::Member).await;
    let (mut names, mut request) = (Vec::new(), PageRequest::first(1));
    loop {
        let page = w.store.people().page(&tenant, &request).await.unwrap();
        names.extend(
            page.items
                .into_iter()
                .map(|person| person.user.subject.subject),
        );
        match page.next {
            Some(next) => request.after = Some(next),
            None => break,
        }
    }
    assert_eq!(names, ["1", "alex", "karin"]);
}
