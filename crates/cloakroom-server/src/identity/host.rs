//! Hosts, and their users (decision 1, SEC-EGRESS-01).

use std::sync::Arc;

use cloakroom_model::{Caller, Door, Role, Subject, User};
use cloakroom_store::{Host, StoreError};
use cloakroom_vault::HostCredential;
use serde_json::Value;

use super::IdentityError;
use crate::app::App;
use crate::problem::{StoreFault, from_store_error, route_error};

route_error! {
    /// Why an activity is not accepted from this caller.
    pub(crate) enum ActivityIdentityError {
        ..Store(StoreFault),
        /// It names a tenant by an id that the caller's tenant does not have.
        ForeignTenant => (
            FORBIDDEN, "tenant_mismatch",
            "This chat belongs to another organization than the one it has signed in for.",
            "conversation.tenantId or channelData.tenant.id is none of the ids by which this host names its tenant. List it with `host create --tenant-id`, or leave it out."
        ),
        /// It does not say for whom.
        NoUser => (
            BAD_REQUEST, "user_required",
            "The chat did not say who you are.",
            "The activity has neither from.aadObjectId nor from.id, or one that is empty, too long or no text."
        ),
        /// One of its identifying texts has a control character.
        ControlCharacter { place: &'static str } => (
            BAD_REQUEST, "activity_control_character",
            "The chat sent an identifier that cannot be right.",
            "At {place} of the activity stands a control character, such as NUL or a line break. No identifier has one: send it as Teams gave it."
        ),
    }
}

from_store_error!(ActivityIdentityError);

/// The longest name of a user that is taken from a host.
const LONGEST: usize = 256;

/// Where an activity says for whom it is, as JSON pointers.
const IDENTIFIERS: [&str; 4] = [
    "/from/id",
    "/from/aadObjectId",
    "/channelData/tenant/id",
    "/conversation/tenantId",
];

/// The host that holds this credential.
pub(super) async fn of(credential: &str, app: &App) -> Result<Arc<Host>, IdentityError> {
    if !credential.starts_with(HostCredential::PREFIX) {
        return Err(IdentityError::UnknownCredential);
    }
    let hash = HostCredential::new(credential).hash();
    let reading = match app.hosts.get(&hash, app.clock.now()) {
        Ok(host) => return Ok(host),
        Err(reading) => reading,
    };
    let host = app
        .store
        .hosts()
        .by_credential(&hash)
        .await?
        .map(Arc::new)
        .ok_or(IdentityError::UnknownCredential)?;
    app.hosts.keep(reading, hash, Arc::clone(&host));
    Ok(host)
}

/// Refuses an activity with a control character where it says for whom it is, before anything
/// compares, keeps or logs it: PostgreSQL's texts hold no NUL, and a log line holds no line break.
pub(crate) fn check_identifiers(activity: &Value) -> Result<(), ActivityIdentityError> {
    for place in IDENTIFIERS {
        let text = activity.pointer(place).and_then(Value::as_str);
        if text.is_some_and(|text| text.contains(char::is_control)) {
            return Err(ActivityIdentityError::ControlCharacter { place });
        }
    }
    Ok(())
}

/// Refuses an activity that names a tenant by another id than these.
pub(crate) fn check_tenant(activity: &Value, ids: &[&str]) -> Result<(), ActivityIdentityError> {
    let named = [
        &activity["conversation"]["tenantId"],
        &activity["channelData"]["tenant"]["id"],
    ];
    for id in named.into_iter().filter(|id| !id.is_null()) {
        // Anything but a listed text is foreign, be it a number or an object.
        if !id.as_str().is_some_and(|id| ids.contains(&id)) {
            return Err(ActivityIdentityError::ForeignTenant);
        }
    }
    Ok(())
}

/// The caller for whom a host speaks. The names in the activity select only inside the host's own
/// namespace; a user of ours is found by an explicit link alone.
pub(crate) async fn caller(
    host: &Host,
    activity: &Value,
    app: &App,
) -> Result<Caller, ActivityIdentityError> {
    let ids: Vec<&str> = host.tenant_ids.iter().map(String::as_str).collect();
    check_tenant(activity, &ids)?;
    let subject = subject(host, &activity["from"])?;
    let user = match known(host, &subject, app).await? {
        Some(user) => user,
        None => User {
            id: None,
            display_name: display_name(activity, &subject),
            subject,
        },
    };
    Ok(Caller {
        tenant: host.tenant.clone(),
        user,
        door: Door::Host {
            host: host.id.clone(),
        },
        role: Role::Member,
    })
}

/// The stored user of that name, or the one of ours that he was linked to.
async fn known(host: &Host, subject: &Subject, app: &App) -> Result<Option<User>, StoreError> {
    let key = (host.tenant.clone(), subject.clone());
    let reading = match app.users.get(&key, app.clock.now()) {
        Ok(user) => return Ok(Some(user)),
        Err(reading) => reading,
    };
    let people = app.store.people();
    let Some(person) = people.find(&host.tenant, subject).await? else {
        return Ok(None);
    };
    let linked = match person.user.id {
        Some(id) => people.linked(&host.tenant, id).await?,
        None => None,
    };
    let linked = match linked {
        Some(ours) => people.get(&host.tenant, ours).await?,
        None => None,
    };
    let user = linked.unwrap_or(person).user;
    app.users.keep(reading, key, user.clone());
    Ok(Some(user))
}

fn subject(host: &Host, from: &Value) -> Result<Subject, ActivityIdentityError> {
    let text = |value: &Value| match value {
        Value::Null => Ok(None),
        Value::String(text)
            if !text.is_empty() && text.len() <= LONGEST && !text.contains(char::is_control) =>
        {
            Ok(Some(text.clone()))
        }
        _ => Err(ActivityIdentityError::NoUser),
    };
    if let Some(object_id) = text(&from["aadObjectId"])? {
        return Ok(Subject::aad(&host.id, &object_id));
    }
    match text(&from["id"])? {
        Some(id) => Ok(Subject::channel(&host.id, &id)),
        None => Err(ActivityIdentityError::NoUser),
    }
}

fn display_name(activity: &Value, subject: &Subject) -> String {
    let name = activity["from"]["name"]
        .as_str()
        .unwrap_or(&subject.subject);
    name.chars().filter(|c| !c.is_control()).take(64).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use cloakroom_model::{HostId, SeededRandom, Timestamp};
    use serde_json::json;

    use super::*;

    fn host() -> Host {
        Host {
            tenant: "contoso".parse().unwrap(),
            id: HostId::generate(&SeededRandom::new(1)),
            name: "Teams".to_owned(),
            tenant_ids: vec!["72f9".to_owned()],
            created_at: Timestamp::from_millis(0),
        }
    }

    /// Guard: `cloakroom_server::identity::host::check_tenant`
    #[test]
    fn sec_egress_01_a_tenant_id_that_the_host_does_not_list_is_refused() {
        for foreign in [
            json!("fabrikam"),
            json!(""),
            json!(72),
            json!({"id": "72f9"}),
            json!(["72f9"]),
        ] {
            for activity in [
                json!({"conversation": {"tenantId": foreign}}),
                json!({"channelData": {"tenant": {"id": foreign}}}),
                json!({"conversation": {"tenantId": "72f9"}, "channelData": {"tenant": {"id": foreign}}}),
            ] {
                assert!(check_tenant(&activity, &["72f9"]).is_err(), "{activity}");
            }
        }
        assert!(check_tenant(&json!({"conversation": {"tenantId": "72f9"}}), &["72f9"]).is_ok());
        assert!(check_tenant(&json!({}), &["72f9"]).is_ok());
    }

    /// Guard: `cloakroom_server::identity::host::subject`
    #[test]
    fn sec_egress_01_a_hosts_user_is_named_inside_the_hosts_namespace() {
        let host = host();
        let aad = subject(&host, &json!({"id": "karin", "aadObjectId": "karin"})).unwrap();
        let id = subject(&host, &json!({"id": "karin"})).unwrap();
        assert_ne!(aad, id);
        for subject in [aad, id] {
            assert_eq!(subject.issuer, format!("host:{}", host.id));
            assert!(!subject.is_ours());
            assert_ne!(subject, Subject::local("karin"));
        }
    }

    #[test]
    fn a_control_character_is_found_in_each_identifier_and_nowhere_else() {
        for text in ["\0", "a\0b", "a\nb", "\u{7f}", "\u{85}"] {
            for (activity, expected) in [
                (json!({"from": {"id": text}}), "/from/id"),
                (
                    json!({"from": {"id": "u", "aadObjectId": text}}),
                    "/from/aadObjectId",
                ),
                (
                    json!({"channelData": {"tenant": {"id": text}}}),
                    "/channelData/tenant/id",
                ),
                (
                    json!({"conversation": {"tenantId": text}}),
                    "/conversation/tenantId",
                ),
            ] {
                let found = check_identifiers(&activity);
                assert!(
                    matches!(found, Err(ActivityIdentityError::ControlCharacter { place }) if place == expected),
                    "{activity}: {found:?}"
                );
            }
        }
        for activity in [
            json!({}),
            json!({"from": {"id": 7, "name": "a\nb"}}),
            json!({"from": {"id": "29:ü 日"}, "text": "a\nb"}),
        ] {
            assert!(check_identifiers(&activity).is_ok(), "{activity}");
        }
    }

    #[test]
    fn an_activity_without_a_usable_user_is_refused() {
        let long = "x".repeat(LONGEST + 1);
        for from in [
            json!(null),
            json!({}),
            json!({"id": ""}),
            json!({"id": 7}),
            json!({"id": long}),
            json!({"id": "a\n"}),
        ] {
            assert!(subject(&host(), &from).is_err(), "{from}");
        }
    }
}
