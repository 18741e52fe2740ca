//! The vault's key-encryption keys.

use cloakroom_model::TenantId;
use cloakroom_vault::{BoxFuture, KeyRecord, KeyRecords, KeyRecordsError};
use uuid::Uuid;

use crate::db::{Db, execute, optional, transaction};
use crate::{StoreError, statements as sql};

/// The vault's records in this database.
#[derive(Debug, Clone)]
pub struct Keys {
    pub(crate) db: Db,
}

impl Keys {
    async fn activated(
        &self,
        tenant: &TenantId,
        record: KeyRecord,
        replaces: Option<Uuid>,
    ) -> Result<KeyRecord, StoreError> {
        let owner = tenant.as_str().to_owned();
        transaction!(&self.db, |tx| {
            if let Some(old) = replaces {
                sqlx::query(sql::KEY_RETIRE)
                    .bind(owner.as_str())
                    .bind(old)
                    .execute(&mut *tx)
                    .await?;
            }
            // Does nothing when another replica has made a key active in the meantime.
            sqlx::query(sql::KEY_INSERT)
                .bind(owner.as_str())
                .bind(record.id)
                .bind(record.wrapped.as_slice())
                .bind(made_at(record.id))
                .execute(&mut *tx)
                .await?;
        })?;
        self.active_key(tenant)
            .await?
            .ok_or(StoreError::Inconsistent {
                table: "key_encryption_keys",
                column: "active",
                row: tenant.to_string(),
            })
    }

    async fn active_key(&self, tenant: &TenantId) -> Result<Option<KeyRecord>, StoreError> {
        let row = optional!(&self.db, (Uuid, Vec<u8>), sql::KEY_ACTIVE, tenant.as_str())?;
        Ok(row.map(|(id, wrapped)| KeyRecord { id, wrapped }))
    }
}

/// When a key was made, in milliseconds: its id is a uuid of version 7, which tells.
fn made_at(id: Uuid) -> i64 {
    let Some((seconds, nanos)) = id.get_timestamp().map(|at| at.to_unix()) else {
        return 0;
    };
    i64::try_from(seconds)
        .unwrap_or(0)
        .saturating_mul(1000)
        .saturating_add(i64::from(nanos / 1_000_000))
}

fn failed(error: StoreError) -> KeyRecordsError {
    tracing::error!(%error, "the vault's keys could not be read or written");
    KeyRecordsError(match error {
        StoreError::Unavailable(_) => "the database cannot be reached",
        _ => "the database refused",
    })
}

impl KeyRecords for Keys {
    fn check_value(&self) -> BoxFuture<'_, Result<Option<Vec<u8>>, KeyRecordsError>> {
        Box::pin(async {
            let row = optional!(&self.db, (Vec<u8>,), sql::CHECK_VALUE).map_err(failed)?;
            Ok(row.map(|(value,)| value))
        })
    }

    fn keep_check_value(&self, value: Vec<u8>) -> BoxFuture<'_, Result<Vec<u8>, KeyRecordsError>> {
        Box::pin(async move {
            execute!(&self.db, sql::KEEP_CHECK_VALUE, value).map_err(failed)?;
            self.check_value()
                .await?
                .ok_or(KeyRecordsError("the key-check value was not kept"))
        })
    }

    fn active<'a>(
        &'a self,
        tenant: &'a TenantId,
    ) -> BoxFuture<'a, Result<Option<KeyRecord>, KeyRecordsError>> {
        Box::pin(async move { self.active_key(tenant).await.map_err(failed) })
    }

    fn find<'a>(
        &'a self,
        tenant: &'a TenantId,
        id: Uuid,
    ) -> BoxFuture<'a, Result<Option<KeyRecord>, KeyRecordsError>> {
        Box::pin(async move {
            let row = optional!(
                &self.db,
                (Uuid, Vec<u8>),
                sql::KEY_FIND,
                tenant.as_str(),
                id
            )
            .map_err(failed)?;
            Ok(row.map(|(id, wrapped)| KeyRecord { id, wrapped }))
        })
    }

    fn activate<'a>(
        &'a self,
        tenant: &'a TenantId,
        record: KeyRecord,
        replaces: Option<Uuid>,
    ) -> BoxFuture<'a, Result<KeyRecord, KeyRecordsError>> {
        Box::pin(async move {
            self.activated(tenant, record, replaces)
                .await
                .map_err(failed)
        })
    }

    fn lease<'a>(
        &'a self,
        tenant: &'a TenantId,
        id: Uuid,
        count: i64,
        limit: i64,
    ) -> BoxFuture<'a, Result<bool, KeyRecordsError>> {
        Box::pin(async move {
            let leased = execute!(&self.db, sql::KEY_LEASE, tenant.as_str(), id, count, limit)
                .map_err(failed)?;
            Ok(leased == 1)
        })
    }
}
