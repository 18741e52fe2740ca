//! Sealing and opening with the tenant's keys.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use cloakroom_model::{SharedClock, SharedRandom, TenantId, Timestamp};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::keys::{KeyRecord, KeyRecords, KeyRecordsError};
use crate::mac::MacKey;
use crate::master::MasterKey;
use crate::seal::{self, Aad, OpenError, Place, Sealed};

/// Why the vault stays shut.
#[derive(Debug, thiserror::Error)]
pub enum UnlockError {
    /// The data was sealed under another master key.
    #[error(
        "this is not the master key of this data: give the one it was made with; nothing was changed"
    )]
    WrongKey,
    /// The records could not be read.
    #[error("the keys could not be read: {0}")]
    Records(#[from] KeyRecordsError),
}

/// Why a value was not sealed.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The records could not be read or written.
    #[error("the keys could not be read: {0}")]
    Records(#[from] KeyRecordsError),
    /// The tenant's active key does not open with the master key.
    #[error("the tenant's key does not open")]
    KeyUnusable,
}

/// Limits on the use of keys.
#[derive(Debug, Clone, Copy)]
pub struct VaultLimits {
    /// After how many sealings a key retires. NIST SP 800-38D §8.3 allows 2^32 with random nonces.
    pub sealings_per_key: i64,
    /// How many sealings are counted at once.
    pub lease: i64,
    /// How long an opened key-encryption key stays in memory.
    pub key_lifetime: Duration,
}

impl Default for VaultLimits {
    fn default() -> Self {
        Self {
            sealings_per_key: 1 << 30,
            lease: 1000,
            key_lifetime: Duration::from_mins(10),
        }
    }
}

struct OpenKey {
    key: Arc<Zeroizing<[u8; 32]>>,
    opened_at: Timestamp,
}

#[derive(Default)]
struct Keys {
    open: HashMap<(TenantId, Uuid), OpenKey>,
    /// The active key of each tenant and how many sealings are still leased.
    active: HashMap<TenantId, (Uuid, i64)>,
}

/// Seals and opens. One a process.
pub struct Vault {
    master: MasterKey,
    records: Arc<dyn KeyRecords>,
    clock: SharedClock,
    random: SharedRandom,
    limits: VaultLimits,
    keys: Mutex<Keys>,
    opened: AtomicU64,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault(…)")
    }
}

impl Vault {
    /// Checks the master key against the stored key-check value. A new installation takes the key
    /// as its own.
    ///
    /// # Errors
    /// When the data was sealed under another key; nothing is changed then (SEC-VAULT-05).
    pub async fn unlock(
        master: MasterKey,
        records: Arc<dyn KeyRecords>,
        clock: SharedClock,
        random: SharedRandom,
        limits: VaultLimits,
    ) -> Result<Self, UnlockError> {
        let stored = match records.check_value().await? {
            Some(stored) => stored,
            None => {
                records
                    .keep_check_value(master.check_value(&*random))
                    .await?
            }
        };
        if !master.matches(&stored) {
            return Err(UnlockError::WrongKey);
        }
        Ok(Self {
            master,
            records,
            clock,
            random,
            limits,
            keys: Mutex::default(),
            opened: AtomicU64::new(0),
        })
    }

    /// How many values were opened by this process: tests show with it that a refusal came before
    /// any opening (SEC-VAULT-07).
    pub fn opened(&self) -> u64 {
        self.opened.load(Ordering::SeqCst)
    }

    /// Seals a value at its place, under the tenant's active key.
    pub async fn seal(&self, place: &Place<'_>, plain: &[u8]) -> Result<Sealed, SealError> {
        let (id, key) = self.key_to_seal(place.tenant).await?;
        Ok(seal::seal(&key, id, place, plain, &*self.random))
    }

    /// Opens a value sealed at the same place.
    pub async fn open(
        &self,
        place: &Place<'_>,
        sealed: &Sealed,
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        self.opened.fetch_add(1, Ordering::SeqCst);
        let id = sealed.key_id()?;
        let key = self.find(place.tenant, id).await?;
        seal::open(&key, place, sealed)
    }

    /// The key for tags of a purpose, from the tenant's active key.
    ///
    /// # Errors
    /// As [`Vault::seal`].
    pub async fn mac_key(&self, tenant: &TenantId, purpose: &str) -> Result<MacKey, SealError> {
        let known = self.lock().active.get(tenant).map(|(id, _)| *id);
        if let Some(id) = known
            && let Some(key) = self.cached(tenant, id)
        {
            return Ok(MacKey::derive(&key, tenant, id, purpose));
        }
        let active = match self.records.active(tenant).await? {
            Some(active) => active,
            None => self.activate(tenant, None).await?,
        };
        let key = self.unwrap(tenant, &active).ok_or(SealError::KeyUnusable)?;
        // Without a lease: whoever seals next takes one.
        let mut keys = self.lock();
        let kept = keys.active.entry(tenant.clone()).or_insert((active.id, 0));
        if kept.0 != active.id {
            *kept = (active.id, 0);
        }
        drop(keys);
        Ok(MacKey::derive(&key, tenant, active.id, purpose))
    }

    /// The key for tags of a purpose that were made with a certain key-encryption key.
    ///
    /// # Errors
    /// When that key is not among the tenant's, or the records cannot be read.
    pub async fn mac_key_of(
        &self,
        tenant: &TenantId,
        id: Uuid,
        purpose: &str,
    ) -> Result<MacKey, OpenError> {
        let key = self.find(tenant, id).await?;
        Ok(MacKey::derive(&key, tenant, id, purpose))
    }

    /// A key of the tenant by its id.
    async fn find(
        &self,
        tenant: &TenantId,
        id: Uuid,
    ) -> Result<Arc<Zeroizing<[u8; 32]>>, OpenError> {
        if let Some(key) = self.cached(tenant, id) {
            return Ok(key);
        }
        let record = self
            .records
            .find(tenant, id)
            .await
            .map_err(|error| OpenError::Records(error.0))?
            .ok_or(OpenError::KeyMissing)?;
        self.unwrap(tenant, &record).ok_or(OpenError::KeyMissing)
    }

    fn lock(&self) -> MutexGuard<'_, Keys> {
        // Nothing in the map is left half changed by a panic.
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn cached(&self, tenant: &TenantId, id: Uuid) -> Option<Arc<Zeroizing<[u8; 32]>>> {
        let now = self.clock.now();
        let mut keys = self.lock();
        let found = keys.open.get(&(tenant.clone(), id))?;
        if now.since(found.opened_at) > self.limits.key_lifetime {
            keys.open.remove(&(tenant.clone(), id));
            return None;
        }
        Some(found.key.clone())
    }

    fn unwrap(&self, tenant: &TenantId, record: &KeyRecord) -> Option<Arc<Zeroizing<[u8; 32]>>> {
        let key = Arc::new(
            self.master
                .unwrap(&Aad::of_key(tenant, record.id), &record.wrapped)?,
        );
        let open = OpenKey {
            key: key.clone(),
            opened_at: self.clock.now(),
        };
        self.lock().open.insert((tenant.clone(), record.id), open);
        Some(key)
    }

    async fn key_to_seal(
        &self,
        tenant: &TenantId,
    ) -> Result<(Uuid, Arc<Zeroizing<[u8; 32]>>), SealError> {
        if let Some(id) = self.take_lease(tenant)
            && let Some(key) = self.cached(tenant, id)
        {
            return Ok((id, key));
        }
        let mut active = match self.records.active(tenant).await? {
            Some(active) => active,
            None => self.activate(tenant, None).await?,
        };
        let VaultLimits {
            lease,
            sealings_per_key,
            ..
        } = self.limits;
        let lease = lease.min(sealings_per_key).max(1);
        // A second turn follows only a key that has just been made; replicas may use it up at once.
        while !self
            .records
            .lease(tenant, active.id, lease, sealings_per_key)
            .await?
        {
            active = self.activate(tenant, Some(active.id)).await?;
        }
        let key = self.unwrap(tenant, &active).ok_or(SealError::KeyUnusable)?;
        self.lock()
            .active
            .insert(tenant.clone(), (active.id, lease - 1));
        Ok((active.id, key))
    }

    /// Takes one sealing from the lease.
    fn take_lease(&self, tenant: &TenantId) -> Option<Uuid> {
        let mut keys = self.lock();
        let (id, left) = keys.active.get_mut(tenant)?;
        if *left <= 0 {
            return None;
        }
        *left -= 1;
        Some(*id)
    }

    async fn activate(
        &self,
        tenant: &TenantId,
        replaces: Option<Uuid>,
    ) -> Result<KeyRecord, KeyRecordsError> {
        let id = self.clock.now().new_uuid(&*self.random);
        let mut key = Zeroizing::new([0; 32]);
        self.random.fill(key.as_mut());
        let wrapped = self
            .master
            .wrap(&Aad::of_key(tenant, id), &key, &*self.random);
        self.records
            .activate(tenant, KeyRecord { id, wrapped }, replaces)
            .await
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use cloakroom_model::{SystemRandom, TestClock};

    use super::*;
    use crate::keys::BoxFuture;

    #[derive(Default)]
    struct Memory(Mutex<MemoryRecords>);

    #[derive(Default)]
    struct MemoryRecords {
        check: Option<Vec<u8>>,
        keys: BTreeMap<Uuid, (KeyRecord, i64)>,
        active: Option<Uuid>,
    }

    impl KeyRecords for Memory {
        fn check_value(&self) -> BoxFuture<'_, Result<Option<Vec<u8>>, KeyRecordsError>> {
            Box::pin(async { Ok(self.0.lock().unwrap().check.clone()) })
        }
        fn keep_check_value(
            &self,
            value: Vec<u8>,
        ) -> BoxFuture<'_, Result<Vec<u8>, KeyRecordsError>> {
            Box::pin(async { Ok(self.0.lock().unwrap().check.get_or_insert(value).clone()) })
        }
        fn active<'a>(
            &'a self,
            _: &'a TenantId,
        ) -> BoxFuture<'a, Result<Option<KeyRecord>, KeyRecordsError>> {
            Box::pin(async {
                let records = self.0.lock().unwrap();
                Ok(records.active.map(|id| records.keys[&id].0.clone()))
            })
        }
        fn find<'a>(
            &'a self,
            _: &'a TenantId,
            id: Uuid,
        ) -> BoxFuture<'a, Result<Option<KeyRecord>, KeyRecordsError>> {
            Box::pin(async move {
                Ok(self
                    .0
                    .lock()
                    .unwrap()
                    .keys
                    .get(&id)
                    .map(|(key, _)| key.clone()))
            })
        }
        fn activate<'a>(
            &'a self,
            _: &'a TenantId,
            record: KeyRecord,
            replaces: Option<Uuid>,
        ) -> BoxFuture<'a, Result<KeyRecord, KeyRecordsError>> {
            Box::pin(async move {
                let mut records = self.0.lock().unwrap();
                if records.active == replaces {
                    records.active = Some(record.id);
                    records.keys.insert(record.id, (record, 0));
                }
                let active = records.active.unwrap();
                Ok(records.keys[&active].0.clone())
            })
        }
        fn lease<'a>(
            &'a self,
            _: &'a TenantId,
            id: Uuid,
            count: i64,
            limit: i64,
        ) -> BoxFuture<'a, Result<bool, KeyRecordsError>> {
            Box::pin(async move {
                let mut records = self.0.lock().unwrap();
                let used = &mut records.keys.get_mut(&id).unwrap().1;
                let fits = *used + count <= limit;
                *used += if fits { count } else { 0 };
                Ok(fits)
            })
        }
    }

    const KEY: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    const OTHER: &str = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    async fn vault(
        records: &Arc<Memory>,
        key: &str,
        limits: VaultLimits,
    ) -> Result<Vault, UnlockError> {
        let master = MasterKey::from_text(key).unwrap();
        let clock: SharedClock = Arc::new(TestClock::default());
        Vault::unlock(
            master,
            records.clone(),
            clock,
            Arc::new(SystemRandom),
            limits,
        )
        .await
    }

    fn place(tenant: &TenantId) -> Place<'_> {
        Place {
            tenant,
            table: "t",
            column: "c",
            row: Uuid::from_u128(1),
            generation: 1,
        }
    }

    /// Guard: `cloakroom_vault::vault::Vault::unlock`
    #[tokio::test]
    async fn sec_vault_05_another_master_key_stops_the_start_and_changes_nothing() {
        let records = Arc::new(Memory::default());
        vault(&records, KEY, VaultLimits::default()).await.unwrap();
        let before = records.0.lock().unwrap().check.clone();
        assert!(matches!(
            vault(&records, OTHER, VaultLimits::default()).await,
            Err(UnlockError::WrongKey)
        ));
        assert_eq!(records.0.lock().unwrap().check, before);
        vault(&records, KEY, VaultLimits::default()).await.unwrap();
    }

    /// Guard: `cloakroom_vault::vault::Vault::key_to_seal`
    #[tokio::test]
    async fn sec_vault_03_a_key_retires_at_its_limit_over_two_replicas() {
        let records = Arc::new(Memory::default());
        let limits = VaultLimits {
            sealings_per_key: 1000,
            lease: 100,
            ..VaultLimits::default()
        };
        let (a, b) = (
            vault(&records, KEY, limits).await.unwrap(),
            vault(&records, KEY, limits).await.unwrap(),
        );
        let tenant: TenantId = "contoso".parse().unwrap();
        let mut uses: BTreeMap<Uuid, u32> = BTreeMap::new();
        for i in 0..1001 {
            let sealed = if i % 2 == 0 { &a } else { &b }
                .seal(&place(&tenant), b"x")
                .await
                .unwrap();
            *uses.entry(sealed.key_id().unwrap()).or_default() += 1;
            if i == 1000 || i == 0 {
                // Both replicas open what either has sealed.
                assert_eq!(
                    b.open(&place(&tenant), &sealed).await.unwrap().as_slice(),
                    b"x"
                );
            }
        }
        assert_eq!(uses.len(), 2);
        assert!(uses.values().all(|n| *n <= 1000), "{uses:?}");
    }

    #[tokio::test]
    async fn a_key_that_is_not_in_the_records_is_named_as_missing() {
        let tenant: TenantId = "contoso".parse().unwrap();
        let (mine, theirs) = (Arc::new(Memory::default()), Arc::new(Memory::default()));
        let mine = vault(&mine, KEY, VaultLimits::default()).await.unwrap();
        let theirs = vault(&theirs, KEY, VaultLimits::default()).await.unwrap();
        let sealed = mine.seal(&place(&tenant), b"x").await.unwrap();
        assert_eq!(
            theirs.open(&place(&tenant), &sealed).await.unwrap_err(),
            OpenError::KeyMissing
        );
        assert_eq!(theirs.opened(), 1);
    }

    #[tokio::test]
    async fn two_processes_vouch_with_the_same_key_and_no_other_master_does() {
        let records = Arc::new(Memory::default());
        let a = vault(&records, KEY, VaultLimits::default()).await.unwrap();
        let b = vault(&records, KEY, VaultLimits::default()).await.unwrap();
        let tenant: TenantId = "contoso".parse().unwrap();
        let made = a.mac_key(&tenant, "images").await.unwrap();
        let tag = made.tag(b"path");
        // Sealing goes on with the same key, and is counted as ever.
        let sealed = a.seal(&place(&tenant), b"x").await.unwrap();
        assert_eq!(sealed.key_id().unwrap(), made.id());
        assert_eq!(records.0.lock().unwrap().keys[&made.id()].1, 1000);
        assert_eq!(a.mac_key(&tenant, "images").await.unwrap().id(), made.id());
        let found = b.mac_key_of(&tenant, made.id(), "images").await.unwrap();
        assert!(found.verify(b"path", &tag));
        let active = b.mac_key(&tenant, "images").await.unwrap();
        assert!(active.verify(b"path", &tag));
        let unknown = b.mac_key_of(&tenant, Uuid::from_u128(9), "images").await;
        assert_eq!(unknown.unwrap_err(), OpenError::KeyMissing);
        // None of it opens a sealed value.
        assert_eq!((a.opened(), b.opened()), (0, 0));
    }

    #[tokio::test]
    async fn an_open_key_is_forgotten_after_its_time_and_not_before() {
        let records = Arc::new(Memory::default());
        let clock = TestClock::default();
        let limits = VaultLimits::default();
        let vault = Vault::unlock(
            MasterKey::from_text(KEY).unwrap(),
            records.clone(),
            Arc::new(clock.clone()),
            Arc::new(SystemRandom),
            limits,
        )
        .await
        .unwrap();
        let tenant: TenantId = "contoso".parse().unwrap();
        let sealed = vault.seal(&place(&tenant), b"x").await.unwrap();
        records.0.lock().unwrap().keys.clear();
        clock.advance(limits.key_lifetime);
        vault.open(&place(&tenant), &sealed).await.unwrap();
        clock.advance(std::time::Duration::from_millis(1));
        for _ in 0..2 {
            let error = vault.open(&place(&tenant), &sealed).await.unwrap_err();
            assert_eq!(error, OpenError::KeyMissing);
        }
        assert_eq!(vault.opened(), 3);
    }
}
