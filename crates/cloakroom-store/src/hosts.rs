//! Hosts: who may bring invokes, for which tenant.

use cloakroom_model::{HostId, TenantId, Timestamp};
use cloakroom_vault::TokenHash;

use crate::db::{Db, all, execute, optional};
use crate::row::{Of, texts};
use crate::{StoreError, statements as sql};

/// A host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// The tenant its credential is bound to.
    pub tenant: TenantId,
    /// Its id.
    pub id: HostId,
    /// What it is called.
    pub name: String,
    /// The ids by which it names the tenant.
    pub tenant_ids: Vec<String>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A host to be made.
#[derive(Debug, Clone)]
pub struct NewHost {
    /// The host; its credential is kept as a hash beside it.
    pub host: Host,
    /// The hash of its credential.
    pub credential: TokenHash,
}

#[derive(sqlx::FromRow)]
struct HostRow {
    tenant: String,
    id: String,
    name: String,
    tenant_ids: String,
    created_at: i64,
}

impl TryFrom<HostRow> for Host {
    type Error = StoreError;
    fn try_from(row: HostRow) -> Result<Self, StoreError> {
        let of = Of {
            table: "hosts",
            row: &row.id,
        };
        Ok(Self {
            tenant: of.tenant(&row.tenant)?,
            id: of.parse("id", &row.id)?,
            tenant_ids: of.texts("tenant_ids", &row.tenant_ids)?,
            name: row.name,
            created_at: Timestamp::from_millis(row.created_at),
        })
    }
}

/// Hosts.
#[derive(Debug)]
pub struct Hosts<'a> {
    pub(crate) db: &'a Db,
}

impl Hosts<'_> {
    /// Keeps a new host.
    pub async fn add(&self, new: &NewHost) -> Result<(), StoreError> {
        let NewHost { host, credential } = new;
        execute!(
            self.db,
            sql::HOST_INSERT,
            host.tenant.as_str(),
            host.id.as_str(),
            host.name.as_str(),
            texts(&host.tenant_ids),
            credential.as_bytes().as_slice(),
            host.created_at.as_millis(),
        )?;
        Ok(())
    }

    /// The host that holds that credential.
    pub async fn by_credential(&self, credential: &TokenHash) -> Result<Option<Host>, StoreError> {
        let row = optional!(
            self.db,
            HostRow,
            sql::HOST_BY_CREDENTIAL,
            credential.as_bytes().as_slice()
        )?;
        row.map(Host::try_from).transpose()
    }

    /// The hosts of a tenant, the oldest first.
    pub async fn list(&self, tenant: &TenantId) -> Result<Vec<Host>, StoreError> {
        let rows = all!(self.db, HostRow, sql::HOST_LIST, tenant.as_str())?;
        rows.into_iter().map(Host::try_from).collect()
    }

    /// Removes a host; its credential is worth nothing from then on.
    pub async fn remove(&self, tenant: &TenantId, id: &HostId) -> Result<bool, StoreError> {
        Ok(execute!(self.db, sql::HOST_DELETE, tenant.as_str(), id.as_str())? == 1)
    }
}
