//! Grants as people see and end them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use cloakroom_model::{
    Caller, Explain, GrantId, ManifestId, Recorder, RegistrationId, Role, StepOutcome, Subject,
    TenantId,
};
use cloakroom_store::{Grant, GrantFilter, GrantState, Page, PageRequest, Person, StoreError};
use serde::Serialize;

use crate::broker::Broker;
use crate::grant::credential::margin;
use crate::registrations::Loaded;

/// A grant in a list. No secrets.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GrantView {
    /// Its id.
    pub id: GrantId,
    /// Whose, as pages call him.
    pub user: UserView,
    /// Under which registration.
    pub registration_id: Option<RegistrationId>,
    /// What that is called.
    pub registration_name: Option<String>,
    /// The account at the provider.
    pub account: String,
    /// Whether this is the account in use.
    pub current: bool,
    /// `active` or `signInAgain`.
    pub state: &'static str,
    /// Why he has to sign in again.
    pub reason: Option<String>,
    /// The scopes granted.
    pub scopes: Vec<String>,
    /// When he signed in.
    pub signed_in_at: i64,
    /// When the tokens were obtained.
    pub obtained_at: i64,
    /// When the access token ends.
    pub expires_at: Option<i64>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<i64>,
    /// When it was last refreshed.
    pub last_refresh_at: Option<i64>,
    /// When it will be refreshed, if it is used then.
    pub next_refresh_at: Option<i64>,
    /// The last failure, while it lasts.
    pub failure: Option<String>,
    /// When a failed refresh is tried again.
    pub retry_at: Option<i64>,
}

/// A user in a list.
#[derive(Debug, Clone, Default, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserView {
    /// What pages call him.
    pub name: String,
    /// By whom he is named: `local`, a host, or the issuer of a portal sign-in.
    pub issuer: String,
    /// His name there.
    pub subject: String,
}

/// Which grants.
#[derive(Debug, Clone, Default)]
pub struct GrantQuery {
    /// Those of the whole tenant; regarded for administrators alone.
    pub all: bool,
    /// Only this user's; regarded with `all`.
    pub user: Option<Subject>,
    /// Only those under this registration.
    pub registration: Option<RegistrationId>,
    /// Only those with consent for this app: owner and manifest id.
    pub app: Option<(TenantId, ManifestId)>,
}

/// What became of the provider's side of a grant that was ended here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum SignedOut {
    /// The provider confirmed.
    Revoked,
    /// It did not answer yet; it is tried again in the background.
    Queued,
    /// The registration has no revocation endpoint.
    Unsupported,
    /// There was no grant.
    Nothing,
}

impl Broker {
    /// A page of the grants that the caller may see, the newest first: his own, or for an
    /// administrator who asks so the tenant's.
    pub async fn grants(
        &self,
        caller: &Caller,
        asked: &GrantQuery,
        request: &PageRequest,
    ) -> Result<Page<GrantView>, StoreError> {
        let nothing = Page {
            items: Vec::new(),
            next: None,
        };
        let people = self.parts.store.people();
        let all = asked.all && caller.role >= Role::Admin;
        let user = match &asked.user {
            _ if !all => match caller.user.id {
                Some(own) => Some(own),
                None => return Ok(nothing),
            },
            None => None,
            Some(subject) => match people.find(&caller.tenant, subject).await? {
                Some(person) => person.user.id,
                None => return Ok(nothing),
            },
        };
        let registration = match &asked.registration {
            None => None,
            Some(id) => match self.parts.store.registrations().find(id).await? {
                Some(row) => Some(row.key),
                None => return Ok(nothing),
            },
        };
        let filter = GrantFilter {
            user,
            registration,
            app: asked.app.clone(),
        };
        let store = self.parts.store.grants();
        let page = store.page(&caller.tenant, &filter, request).await?;
        let (mut registrations, mut persons) = (HashMap::new(), HashMap::new());
        let mut items = Vec::with_capacity(page.items.len());
        for grant in page.items {
            // Each once, however many grants of the page name it.
            if !registrations.contains_key(&grant.registration) {
                let loaded = self.registration_of(&grant.registration).await?;
                let loaded = loaded.filter(|loaded| loaded.registration.retired_at.is_none());
                registrations.insert(grant.registration.clone(), loaded);
            }
            if let Entry::Vacant(place) = persons.entry(grant.user) {
                place.insert(people.get(&grant.tenant, grant.user).await?);
            }
            let loaded = registrations.get(&grant.registration).cloned().flatten();
            let person = persons.get(&grant.user).cloned().flatten();
            items.push(view(grant, loaded.as_deref(), person));
        }
        Ok(Page {
            items,
            next: page.next,
        })
    }

    /// The account with which the caller is signed in under a registration, if he is.
    pub async fn signed_in(
        &self,
        caller: &Caller,
        registration: &RegistrationId,
    ) -> Result<Option<String>, StoreError> {
        let (Some(user), Some(loaded)) = (caller.user.id, self.registration(registration).await?)
        else {
            return Ok(None);
        };
        let grant = self
            .parts
            .store
            .grants()
            .current(&caller.tenant, user, &loaded.registration.key)
            .await?;
        Ok(grant
            .filter(|grant| grant.state == GrantState::Active)
            .map(|grant| grant.account))
    }

    /// Signs the caller out of a registration: all his accounts, here at once, then at the provider.
    pub async fn sign_out(
        self: &Arc<Self>,
        caller: &Caller,
        registration: &RegistrationId,
        trace: &Recorder,
    ) -> Result<SignedOut, StoreError> {
        let (Some(user), Some(loaded)) = (caller.user.id, self.registration(registration).await?)
        else {
            return Ok(SignedOut::Nothing);
        };
        let mut outcome = SignedOut::Nothing;
        for grant in self
            .parts
            .store
            .grants()
            .of_user(&caller.tenant, user)
            .await?
        {
            if grant.registration == loaded.registration.key {
                outcome = self.end_traced(&grant, trace).await?;
            }
        }
        Ok(outcome)
    }

    /// Ends one grant: the caller's own, or for an administrator any of the tenant.
    /// `None` when there is no such grant for him.
    pub async fn revoke_grant(
        self: &Arc<Self>,
        caller: &Caller,
        id: &GrantId,
        trace: &Recorder,
    ) -> Result<Option<SignedOut>, StoreError> {
        let grant = self.parts.store.grants().find(&caller.tenant, id).await?;
        let mine = |grant: &Grant| caller.role >= Role::Admin || Some(grant.user) == caller.user.id;
        match grant.filter(mine) {
            None => Ok(None),
            Some(grant) => self.end_traced(&grant, trace).await.map(Some),
        }
    }

    async fn end_traced(
        self: &Arc<Self>,
        grant: &Grant,
        trace: &Recorder,
    ) -> Result<SignedOut, StoreError> {
        let step = trace.step("end-grant");
        let outcome = self.end_grant(grant).await?;
        let (said, words) = match outcome {
            SignedOut::Revoked => (StepOutcome::Ok, "ended here and revoked at the provider"),
            SignedOut::Queued => (
                StepOutcome::Noted,
                "ended here; the provider did not confirm yet, tried again",
            ),
            SignedOut::Unsupported => (
                StepOutcome::Noted,
                "ended here; the registration has no revocation endpoint",
            ),
            SignedOut::Nothing => (StepOutcome::Ok, "there was no grant"),
        };
        step.end(said, words);
        Ok(outcome)
    }
}

/// A trace step's words for an error.
pub(crate) fn explained(error: &impl Explain) -> String {
    format!("{}: {}", error.code(), error.developer())
}

/// A grant for a list.
fn view(grant: Grant, loaded: Option<&Loaded>, person: Option<Person>) -> GrantView {
    let next_refresh_at = match (loaded, grant.expires_at, &grant.refresh_token) {
        (Some(loaded), Some(expires_at), Some(_)) => {
            let configured = std::time::Duration::from_secs(loaded.settings.refresh_margin_seconds);
            let margin = margin(configured, expires_at.since(grant.obtained_at));
            Some(expires_at.minus(margin).as_millis())
        }
        _ => None,
    };
    let (state, reason) = match grant.state {
        GrantState::SignInAgain(reason) => ("signInAgain", Some(reason)),
        GrantState::Active | GrantState::Pending(_) => ("active", None),
    };
    let millis =
        |at: Option<cloakroom_model::Timestamp>| at.map(cloakroom_model::Timestamp::as_millis);
    let user = person.map(|person| UserView {
        name: person.user.display_name,
        issuer: person.user.subject.issuer,
        subject: person.user.subject.subject,
    });
    GrantView {
        id: grant.public_id,
        user: user.unwrap_or_default(),
        registration_id: loaded.map(|loaded| loaded.registration.public_id.clone()),
        registration_name: loaded.map(|loaded| loaded.settings.name.clone()),
        account: grant.account,
        current: grant.current,
        state,
        reason,
        scopes: grant.scopes,
        signed_in_at: grant.created_at.as_millis(),
        obtained_at: grant.obtained_at.as_millis(),
        expires_at: millis(grant.expires_at),
        last_used_at: millis(grant.last_used_at),
        last_refresh_at: millis(grant.last_refresh_at),
        next_refresh_at,
        failure: grant.failure,
        retry_at: millis(grant.retry_at),
    }
}
