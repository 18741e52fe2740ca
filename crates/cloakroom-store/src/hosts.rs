//! Hosts: who may bring invokes, for which tenant.

use cloakroom_model::{HostId, TenantId, Timestamp};
use cloakroom_vault::TokenHash;

use crate::db::{Db, all, optional, transaction};
use crate::page::{self, Cursor, Page, PageRequest};
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

/// The kind of their terms.
const KIND: &str = "host";

#[derive(sqlx::FromRow)]
struct HostRow {
    tenant: String,
    id: String,
    name: String,
    tenant_ids: String,
    created_at: i64,
    /// In a list that was searched: the term by which it was found.
    #[sqlx(default)]
    term: String,
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
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another has the same credential.
    pub async fn add(&self, new: &NewHost) -> Result<(), StoreError> {
        let NewHost { host, credential } = new.clone();
        let (tenant_ids, terms) = (texts(&host.tenant_ids), page::terms(&host.name));
        transaction!(self.db, |tx| {
            sqlx::query(sql::HOST_INSERT)
                .bind(host.tenant.as_str())
                .bind(host.id.as_str())
                .bind(host.name.as_str())
                .bind(tenant_ids.as_str())
                .bind(credential.as_bytes().as_slice())
                .bind(host.created_at.as_millis())
                .execute(&mut *tx)
                .await?;
            page::replace_terms!(tx, host.tenant.as_str(), KIND, host.id.as_str(), terms);
        })
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

    /// The host of a tenant with that id.
    pub async fn get(&self, tenant: &TenantId, id: &HostId) -> Result<Option<Host>, StoreError> {
        let row = optional!(
            self.db,
            HostRow,
            sql::HOST_GET,
            tenant.as_str(),
            id.as_str()
        )?;
        row.map(Host::try_from).transpose()
    }

    /// A page of the hosts of a tenant, the oldest first; of a search, by what was found.
    pub async fn page(
        &self,
        tenant: &TenantId,
        request: &PageRequest,
    ) -> Result<Page<Host>, StoreError> {
        let Some(search) = request.search() else {
            let [created_at, id] = request.after();
            let rows = all!(
                self.db,
                HostRow,
                sql::HOST_PAGE,
                tenant.as_str(),
                created_at.parse::<i64>().unwrap_or(i64::MIN),
                id,
                request.rows(),
            )?;
            let at = |row: &HostRow| Cursor::new([&row.created_at.to_string(), &row.id]);
            return Page::cut(rows, request, at).try_map(Host::try_from);
        };
        let (term, id) = search.after(request);
        let rows = all!(
            self.db,
            HostRow,
            sql::HOST_SEARCH,
            tenant.as_str(),
            KIND,
            term,
            id,
            search.to.as_str(),
            search.from.as_str(),
            request.rows(),
        )?;
        let at = |row: &HostRow| Cursor::new([&row.term, &row.id]);
        Page::cut(rows, request, at).try_map(Host::try_from)
    }

    /// Removes a host; its credential is worth nothing from then on. `false` when there is none.
    pub async fn remove(&self, tenant: &TenantId, id: &HostId) -> Result<bool, StoreError> {
        let (tenant, id) = (tenant.clone(), id.clone());
        transaction!(self.db, |tx| {
            let removed = sqlx::query(sql::HOST_DELETE)
                .bind(tenant.as_str())
                .bind(id.as_str())
                .execute(&mut *tx)
                .await?
                .rows_affected();
            if removed == 1 {
                let none: [String; 0] = [];
                page::replace_terms!(tx, tenant.as_str(), KIND, id.as_str(), none);
            }
            removed == 1
        })
    }
}
