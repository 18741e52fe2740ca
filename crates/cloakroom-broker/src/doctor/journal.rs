//! A run under way: each step is kept when it begins and when it ends, so that whoever watches
//! reads in words what is being done.

use std::sync::Arc;

use cloakroom_store::{DoctorRun, DoctorStatus, StoreError};

use super::finding::Finding;
use super::report::{Report, StepName};
use crate::broker::Broker;

/// Why a run does not go on.
#[derive(Debug, thiserror::Error)]
pub(super) enum Stopped {
    /// Another process has changed it: it was judged to be interrupted, or its registration is gone.
    #[error("the run was changed by somebody else")]
    Changed,
    #[error(transparent)]
    Store(#[from] StoreError),
}

pub(super) struct Journal {
    broker: Arc<Broker>,
    pub(super) run: DoctorRun,
    pub(super) report: Report,
    before: usize,
}

impl Journal {
    /// Of a run as it was read.
    pub(super) fn of(broker: &Arc<Broker>, run: DoctorRun) -> Result<Self, StoreError> {
        let report = read(&run)?;
        Ok(Self {
            broker: broker.clone(),
            before: report.findings.len(),
            run,
            report,
        })
    }

    pub(super) async fn begin(&mut self, step: StepName) -> Result<(), Stopped> {
        self.before = self.report.findings.len();
        self.report.begin(step);
        self.save().await
    }

    pub(super) fn found(&mut self, findings: impl IntoIterator<Item = Finding>) {
        for finding in findings {
            self.report.add(finding);
        }
    }

    pub(super) async fn end(&mut self, words: impl Into<String>) -> Result<(), Stopped> {
        self.report.end(self.before, words);
        self.save().await
    }

    pub(super) async fn turn(&mut self, status: DoctorStatus) -> Result<(), Stopped> {
        self.run.status = status;
        self.save().await
    }

    async fn save(&mut self) -> Result<(), Stopped> {
        // Plain data always serializes.
        self.run.report = serde_json::to_string(&self.report).unwrap_or_default();
        let store = self.broker.parts.store.doctor_runs();
        if !store.change(&self.run, self.broker.now()).await? {
            return Err(Stopped::Changed);
        }
        self.run.generation += 1;
        self.broker.tell(self.run.id);
        Ok(())
    }
}

/// The report in a row.
pub(super) fn read(run: &DoctorRun) -> Result<Report, StoreError> {
    serde_json::from_str(&run.report).map_err(|_| StoreError::Inconsistent {
        table: "doctor_runs",
        column: "report",
        row: run.public_id.to_string(),
    })
}
