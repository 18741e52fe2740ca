//! Runs of the doctor: a registration under test, and what was found.

use cloakroom_model::{DoctorRunId, TenantId, Timestamp, UserId};
use uuid::Uuid;

use crate::db::{Db, all, execute, optional};
use crate::row::Of;
use crate::{RegistrationKey, StoreError, statements as sql};

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DoctorStatus {
    /// What needs no person is being tried.
    Checking,
    /// A person's test sign-in can begin, or is under way.
    Waiting,
    /// The sign-in came back; token, API and refresh are being tried.
    Finishing,
    /// Everything that could be tried was.
    Done,
}

impl DoctorStatus {
    const ALL: [Self; 4] = [Self::Checking, Self::Waiting, Self::Finishing, Self::Done];

    /// The name in the database and in answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Checking => "checking",
            Self::Waiting => "waiting",
            Self::Finishing => "finishing",
            Self::Done => "done",
        }
    }
}

/// A run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoctorRun {
    /// Its internal id.
    pub id: Uuid,
    /// The id by which it is asked for.
    pub public_id: DoctorRunId,
    /// Which registration is tested; its owner is the run's tenant.
    pub registration: RegistrationKey,
    /// In which version.
    pub registration_version: i64,
    /// The only person whose test sign-in counts; none: there is no test sign-in.
    pub user: Option<UserId>,
    /// Where it stands.
    pub status: DoctorStatus,
    /// Counts the changes: a change names the one that it follows.
    pub generation: i64,
    /// What was done and found, in JSON. Holds no secret.
    pub report: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it changed last.
    pub changed_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct DoctorRunRow {
    tenant: String,
    id: Uuid,
    public_id: String,
    registration_id: Uuid,
    registration_version: i64,
    user_id: Option<Uuid>,
    status: String,
    generation: i64,
    report: String,
    created_at: i64,
    changed_at: i64,
}

impl TryFrom<DoctorRunRow> for DoctorRun {
    type Error = StoreError;
    fn try_from(row: DoctorRunRow) -> Result<Self, StoreError> {
        let of = Of {
            table: "doctor_runs",
            row: &row.public_id,
        };
        let status = DoctorStatus::ALL
            .into_iter()
            .find(|status| status.as_str() == row.status)
            .ok_or_else(|| of.broken("status"))?;
        Ok(Self {
            id: row.id,
            public_id: of.parse("public_id", &row.public_id)?,
            registration: RegistrationKey {
                owner: of.tenant(&row.tenant)?,
                id: row.registration_id,
            },
            registration_version: row.registration_version,
            user: row.user_id.map(UserId),
            status,
            generation: row.generation,
            report: row.report,
            created_at: Timestamp::from_millis(row.created_at),
            changed_at: Timestamp::from_millis(row.changed_at),
        })
    }
}

/// Runs of the doctor.
#[derive(Debug)]
pub struct DoctorRuns<'a> {
    pub(crate) db: &'a Db,
}

impl DoctorRuns<'_> {
    /// Keeps a new run.
    pub async fn begin(&self, new: &DoctorRun) -> Result<(), StoreError> {
        execute!(
            self.db,
            sql::DOCTOR_RUN_INSERT,
            new.registration.owner.as_str(),
            new.id,
            new.public_id.as_str(),
            new.registration.id,
            new.registration_version,
            new.user.map(|user| user.0),
            new.status.as_str(),
            new.generation,
            new.report.as_str(),
            new.created_at.as_millis(),
            new.changed_at.as_millis(),
        )?;
        Ok(())
    }

    /// The run with that id.
    pub async fn find(&self, public_id: &DoctorRunId) -> Result<Option<DoctorRun>, StoreError> {
        let row = optional!(
            self.db,
            DoctorRunRow,
            sql::DOCTOR_RUN_BY_PUBLIC_ID,
            public_id.as_str()
        )?;
        row.map(DoctorRun::try_from).transpose()
    }

    /// The run with that internal id.
    pub async fn get(&self, tenant: &TenantId, id: Uuid) -> Result<Option<DoctorRun>, StoreError> {
        let row = optional!(
            self.db,
            DoctorRunRow,
            sql::DOCTOR_RUN_GET,
            tenant.as_str(),
            id
        )?;
        row.map(DoctorRun::try_from).transpose()
    }

    /// The last 20 runs of a registration, the newest first.
    pub async fn of_registration(
        &self,
        key: &RegistrationKey,
    ) -> Result<Vec<DoctorRun>, StoreError> {
        let rows = all!(
            self.db,
            DoctorRunRow,
            sql::DOCTOR_RUNS_OF_REGISTRATION,
            key.owner.as_str(),
            key.id
        )?;
        rows.into_iter().map(DoctorRun::try_from).collect()
    }

    /// Keeps what has changed in a run that was read in `run.generation`; `false` when it has
    /// changed since.
    pub async fn change(&self, run: &DoctorRun, now: Timestamp) -> Result<bool, StoreError> {
        let changed = execute!(
            self.db,
            sql::DOCTOR_RUN_CHANGE,
            run.registration.owner.as_str(),
            run.id,
            run.generation,
            run.status.as_str(),
            run.report.as_str(),
            now.as_millis(),
        )?;
        Ok(changed == 1)
    }

    /// Removes those that began before `before`.
    pub async fn purge(&self, before: Timestamp) -> Result<u64, StoreError> {
        execute!(self.db, sql::DOCTOR_RUN_PURGE, before.as_millis())
    }
}
