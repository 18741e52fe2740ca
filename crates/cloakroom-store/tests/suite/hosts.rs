use cloakroom_model::{HostId, TenantId};
use cloakroom_store::{Host, NewHost, PageRequest, StoreError};
use cloakroom_vault::TokenHash;

use crate::world::{World, after, bytes_literal};

on_both! {
    a_host_is_found_by_its_credential_until_it_is_removed,
    hosts_are_listed_by_age_and_tenant_and_found_by_name,
    two_hosts_never_share_a_credential,
    a_credential_is_kept_as_its_hash_alone,
}

fn host(w: &World, tenant: &TenantId, name: &str, made: u64) -> Host {
    Host {
        tenant: tenant.clone(),
        id: HostId::generate(&*w.random),
        name: name.to_owned(),
        tenant_ids: vec!["0f3a".to_owned(), "with \"quotes\"".to_owned()],
        created_at: after(made),
    }
}

async fn add(w: &World, host: &Host, credential: &str) -> Result<(), StoreError> {
    let new = NewHost {
        host: host.clone(),
        credential: TokenHash::of(credential),
    };
    w.store.hosts().add(&new).await
}

async fn a_host_is_found_by_its_credential_until_it_is_removed(w: World) {
    let (tenant, other) = (w.tenant("contoso").await, w.tenant("tailspin").await);
    let (hosts, chat) = (w.store.hosts(), host(&w, &tenant, "Chat", 0));
    add(&w, &chat, "credential").await.unwrap();
    let credential = TokenHash::of("credential");
    assert_eq!(
        hosts.by_credential(&credential).await.unwrap(),
        Some(chat.clone())
    );
    assert_eq!(
        hosts
            .by_credential(&TokenHash::of("another"))
            .await
            .unwrap(),
        None
    );
    // Another tenant's administrator cannot remove it.
    assert!(!hosts.remove(&other, &chat.id).await.unwrap());
    assert!(hosts.remove(&tenant, &chat.id).await.unwrap());
    assert_eq!(hosts.by_credential(&credential).await.unwrap(), None);
    assert!(!hosts.remove(&tenant, &chat.id).await.unwrap());
}

async fn hosts_are_listed_by_age_and_tenant_and_found_by_name(w: World) {
    let (contoso, tailspin) = (w.tenant("contoso").await, w.tenant("tailspin").await);
    let (young, old) = (
        host(&w, &contoso, "Team chat", 2),
        host(&w, &contoso, "Bot", 1),
    );
    let foreign = host(&w, &tailspin, "Chat", 0);
    for (host, credential) in [(&young, "1"), (&old, "2"), (&foreign, "3")] {
        add(&w, host, credential).await.unwrap();
    }
    let hosts = w.store.hosts();
    let mut request = PageRequest::first(1);
    let first = hosts.page(&contoso, &request).await.unwrap();
    assert_eq!(first.items, [old]);
    request.after = first.next;
    let second = hosts.page(&contoso, &request).await.unwrap();
    assert_eq!((second.items, second.next), (vec![young.clone()], None));
    let request = PageRequest {
        search: Some("CHA".to_owned()),
        ..PageRequest::first(9)
    };
    let found = async || hosts.page(&contoso, &request).await.unwrap().items;
    assert_eq!(found().await, std::slice::from_ref(&young));
    let one = hosts.get(&contoso, &young.id).await.unwrap();
    assert_eq!(one.as_ref(), Some(&young));
    assert_eq!(hosts.get(&tailspin, &young.id).await.unwrap(), None);
    assert!(hosts.remove(&contoso, &young.id).await.unwrap());
    assert!(found().await.is_empty());
    let terms = "SELECT COUNT(*) FROM search_terms WHERE kind = 'host'";
    // "bot" and the other tenant's "chat".
    assert_eq!(w.raw().await.number(terms).await, 2);
}

async fn two_hosts_never_share_a_credential(w: World) {
    let tenant = w.tenant("contoso").await;
    add(&w, &host(&w, &tenant, "A", 0), "same").await.unwrap();
    let second = add(&w, &host(&w, &tenant, "B", 0), "same").await;
    assert!(matches!(second, Err(StoreError::Conflict(_))), "{second:?}");
}

async fn a_credential_is_kept_as_its_hash_alone(w: World) {
    let tenant = w.tenant("contoso").await;
    add(&w, &host(&w, &tenant, "A", 0), "credential")
        .await
        .unwrap();
    let hash = TokenHash::of("credential");
    let literal = bytes_literal(w.kind, hash.as_bytes());
    let found = w
        .raw()
        .await
        .number(&format!(
            "SELECT COUNT(*) FROM hosts WHERE credential_hash = {literal}"
        ))
        .await;
    assert_eq!(found, 1);
}
