//! Key-encryption keys as the store keeps them. The vault does no I/O; the store implements this.

use std::future::Future;
use std::pin::Pin;

use cloakroom_model::TenantId;
use uuid::Uuid;

/// A future that can be boxed and sent.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The records could not be read or written. Says what kind of thing failed, nothing more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct KeyRecordsError(pub &'static str);

/// One key-encryption key, wrapped by the master key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRecord {
    /// Its id, which stands in each value it seals.
    pub id: Uuid,
    /// Wrapped by the master key.
    pub wrapped: Vec<u8>,
}

/// What the vault needs of the store.
pub trait KeyRecords: Send + Sync {
    /// The key-check value; `None` on a new installation.
    fn check_value(&self) -> BoxFuture<'_, Result<Option<Vec<u8>>, KeyRecordsError>>;
    /// Keeps the key-check value, unless there is one already; gives the one that is kept.
    fn keep_check_value(&self, value: Vec<u8>) -> BoxFuture<'_, Result<Vec<u8>, KeyRecordsError>>;
    /// The tenant's active key.
    fn active<'a>(
        &'a self,
        tenant: &'a TenantId,
    ) -> BoxFuture<'a, Result<Option<KeyRecord>, KeyRecordsError>>;
    /// A key by its id.
    fn find<'a>(
        &'a self,
        tenant: &'a TenantId,
        id: Uuid,
    ) -> BoxFuture<'a, Result<Option<KeyRecord>, KeyRecordsError>>;
    /// Makes `record` the active key in place of `replaces`; if another replica was faster, keeps
    /// that one's. Gives the key that is active now.
    fn activate<'a>(
        &'a self,
        tenant: &'a TenantId,
        record: KeyRecord,
        replaces: Option<Uuid>,
    ) -> BoxFuture<'a, Result<KeyRecord, KeyRecordsError>>;
    /// Counts `count` further uses of a key; `false` when that would go over `limit`, and then
    /// counts nothing. Counted in blocks, so that sealing needs no write each time.
    fn lease<'a>(
        &'a self,
        tenant: &'a TenantId,
        id: Uuid,
        count: i64,
        limit: i64,
    ) -> BoxFuture<'a, Result<bool, KeyRecordsError>>;
}
