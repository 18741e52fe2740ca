//! A thousand users with a live grant each, without a thousand browsers: written by store and
//! vault as a sign-in would write them, while the server is stopped.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use cloakroom_model::{
    GrantId, HostId, ManifestId, RegistrationId, Role, SharedClock, SharedRandom, Subject,
    SystemClock, SystemRandom, TenantId, Timestamp, UserId,
};
use cloakroom_store::{DatabaseUrl, Grant, GrantState, NewGrant, Registration, Store, TraceFilter};
use cloakroom_vault::{MasterKey, Place, Vault, VaultLimits};

use crate::data;
use crate::installation::Installed;

/// The tenant of a new installation.
const TENANT: &str = "default";

async fn open(folder: &Path) -> Result<Store> {
    let path = folder.join("cloakroom.db").display().to_string();
    Ok(Store::open(&DatabaseUrl::Sqlite(path)).await?)
}

/// Makes the users and their grants.
pub(crate) async fn make(folder: &Path, installed: &Installed, users: usize) -> Result<()> {
    let clock: SharedClock = Arc::new(SystemClock::with_offset(0));
    let random: SharedRandom = Arc::new(SystemRandom);
    let store = open(folder).await?;
    let master = MasterKey::from_text(&fs::read_to_string(folder.join("master.key"))?)?;
    let vault = Vault::unlock(
        master,
        Arc::new(store.keys()),
        clock.clone(),
        random.clone(),
        VaultLimits::default(),
    )
    .await?;
    let tenant: TenantId = TENANT.parse()?;
    let app: (TenantId, ManifestId) = (tenant.clone(), installed.manifest_id.parse()?);
    let host: HostId = installed.host.parse()?;
    let id: RegistrationId = installed.registration.parse()?;
    let registration = store
        .registrations()
        .find(&id)
        .await?
        .context("the registration")?;
    for number in 0..users {
        let now = clock.now();
        let subject = Subject::aad(&host, &data::user(number));
        let person = store
            .people()
            .ensure(&tenant, &subject, "A user", Role::Member, now, &*random)
            .await?;
        let user = person.user.id.context("the user's id")?;
        let mut grant = grant(&tenant, user, &registration, now, &random);
        let place = |column| Place {
            tenant: &tenant,
            table: "grants",
            column,
            row: grant.id,
            generation: grant.generation,
        };
        let token = data::token();
        let access = vault.seal(&place("access_token"), token.as_bytes()).await?;
        let refresh = vault
            .seal(&place("refresh_token"), token.as_bytes())
            .await?;
        grant.access_token = Some(access);
        grant.refresh_token = Some(refresh);
        let app = app.clone();
        store.grants().add(NewGrant { grant, app }, None).await?;
    }
    Ok(())
}

fn grant(
    tenant: &TenantId,
    user: UserId,
    registration: &Registration,
    now: Timestamp,
    random: &SharedRandom,
) -> Grant {
    Grant {
        id: now.new_uuid(&**random),
        public_id: GrantId::generate(&**random),
        tenant: tenant.clone(),
        user,
        registration: registration.key.clone(),
        registration_version: registration.version,
        kind: "oauth".to_owned(),
        account: "default".to_owned(),
        current: true,
        state: GrantState::Active,
        generation: 1,
        access_token: None,
        refresh_token: None,
        scopes: vec!["openid".to_owned(), "repairs.read".to_owned()],
        obtained_at: now,
        // Longer than any run, so that nothing is refreshed.
        expires_at: Some(now.plus(Duration::from_hours(24))),
        last_used_at: None,
        last_refresh_at: None,
        attempt: None,
        retried_at: None,
        failures: 0,
        retry_at: None,
        failure: None,
        created_at: now,
    }
}

/// How many traces were written of what began since, up to a page.
pub(crate) async fn traces(folder: &Path, since: Timestamp) -> Result<usize> {
    let filter = TraceFilter {
        user: None,
        kind: None,
        before: since.plus(Duration::from_hours(1)),
        limit: u16::MAX,
    };
    let store = open(folder).await?;
    let heads = store.traces().list(&TENANT.parse()?, &filter).await?;
    Ok(heads.iter().filter(|head| head.started_at >= since).count())
}
