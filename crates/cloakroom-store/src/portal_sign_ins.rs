//! Sign-ins of our own people at a provider, from leaving for it to its answer.

use cloakroom_model::{Random, TenantId, Timestamp};
use cloakroom_vault::{Sealed, TokenHash};
use uuid::Uuid;

use crate::db::{Db, change_optional, execute, optional};
use crate::row::Of;
use crate::{StoreError, statements as sql};

/// A sign-in under way. Nobody is known yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortalSignIn {
    /// The tenant whose keys seal the verifier.
    pub tenant: TenantId,
    /// Its internal id.
    pub id: Uuid,
    /// At which provider, by its name in the configuration.
    pub provider: String,
    /// The hash of `state`.
    pub state: TokenHash,
    /// The hash of the cookie that binds the answer to the browser.
    pub binding: TokenHash,
    /// The hash of the nonce that the `id_token` must carry.
    pub nonce: TokenHash,
    /// The sealed PKCE verifier.
    pub verifier: Sealed,
    /// The path that the answer must come to.
    pub redirect_path: String,
    /// The path of ours to go to afterwards.
    pub target: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl PortalSignIn {
    /// An id for a new one, which is also part of where its verifier is sealed.
    pub fn new_id(now: Timestamp, random: &dyn Random) -> Uuid {
        now.new_uuid(random)
    }
}

#[derive(sqlx::FromRow)]
struct PortalSignInRow {
    tenant: String,
    id: Uuid,
    provider: String,
    state_hash: Vec<u8>,
    binding_hash: Vec<u8>,
    nonce_hash: Vec<u8>,
    verifier: Vec<u8>,
    redirect_path: String,
    target: String,
    expires_at: i64,
}

impl TryFrom<PortalSignInRow> for PortalSignIn {
    type Error = StoreError;
    fn try_from(row: PortalSignInRow) -> Result<Self, StoreError> {
        let of = Of {
            table: "portal_sign_ins",
            row: &row.id,
        };
        Ok(Self {
            tenant: of.tenant(&row.tenant)?,
            id: row.id,
            state: of.hash("state_hash", &row.state_hash)?,
            binding: of.hash("binding_hash", &row.binding_hash)?,
            nonce: of.hash("nonce_hash", &row.nonce_hash)?,
            provider: row.provider,
            verifier: Sealed::from_bytes(row.verifier),
            redirect_path: row.redirect_path,
            target: row.target,
            expires_at: Timestamp::from_millis(row.expires_at),
        })
    }
}

/// Sign-ins of our own people under way.
#[derive(Debug)]
pub struct PortalSignIns<'a> {
    pub(crate) db: &'a Db,
}

impl PortalSignIns<'_> {
    /// Keeps a sign-in that is about to leave for the provider.
    pub async fn add(&self, new: &PortalSignIn) -> Result<(), StoreError> {
        execute!(
            self.db,
            sql::PORTAL_SIGN_IN_INSERT,
            new.tenant.as_str(),
            new.id,
            new.provider.as_str(),
            new.state.as_bytes().as_slice(),
            new.binding.as_bytes().as_slice(),
            new.nonce.as_bytes().as_slice(),
            new.verifier.as_bytes(),
            new.redirect_path.as_str(),
            new.target.as_str(),
            new.expires_at.as_millis(),
        )?;
        Ok(())
    }

    /// The sign-in of that `state`. Ends nothing: the caller first compares path and cookie.
    pub async fn by_state(&self, state: &TokenHash) -> Result<Option<PortalSignIn>, StoreError> {
        let row = optional!(
            self.db,
            PortalSignInRow,
            sql::PORTAL_SIGN_IN_BY_STATE,
            state.as_bytes().as_slice()
        )?;
        row.map(PortalSignIn::try_from).transpose()
    }

    /// Uses a `state` up; `true` for exactly one caller, on whichever replica.
    pub async fn consume(&self, sign_in: &PortalSignIn) -> Result<bool, StoreError> {
        let row = change_optional!(
            self.db,
            (Uuid,),
            sql::PORTAL_SIGN_IN_CONSUME,
            sign_in.tenant.as_str(),
            sign_in.id
        )?;
        Ok(row.is_some())
    }

    /// Removes what nobody came back from; gives how many rows.
    pub async fn purge(&self, now: Timestamp) -> Result<u64, StoreError> {
        execute!(self.db, sql::PORTAL_SIGN_IN_PURGE, now.as_millis())
    }
}
