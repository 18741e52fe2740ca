//! What the broker does by itself: recovery at start, revocations, pending grants, last uses.

use std::sync::Arc;
use std::time::Duration;

use cloakroom_store::StoreError;

use crate::broker::Broker;

/// How long ended sign-ins are kept, so that late callbacks get the right words; and tests.
const SIGN_INS_KEPT: Duration = Duration::from_hours(24);

impl Broker {
    /// Judges what processes before this one left unfinished. Call it once, before serving.
    pub async fn recover(&self) -> Result<(), StoreError> {
        let refreshes = self.recover_refreshes().await?;
        let sign_ins = self.recover_sign_ins().await?;
        if refreshes + sign_ins > 0 {
            tracing::warn!(
                refreshes,
                sign_ins,
                "judged attempts that had been interrupted"
            );
        }
        Ok(())
    }

    /// Works until the process ends: every few seconds what is due.
    pub async fn run_background(self: Arc<Self>) {
        let mut ticks = tokio::time::interval(Duration::from_secs(5));
        loop {
            ticks.tick().await;
            if let Err(error) = self.tick().await {
                tracing::warn!(%error, "background work is tried again in a moment");
            }
        }
    }

    /// One round of background work.
    pub async fn tick(&self) -> Result<(), StoreError> {
        self.end_pending_due().await?;
        self.revoke_due().await?;
        self.wind_up_due().await?;
        self.note_uses().await?;
        let now = self.now();
        self.parts
            .store
            .sign_ins()
            .purge(now.minus(SIGN_INS_KEPT))
            .await?;
        self.parts
            .store
            .doctor_runs()
            .purge(now.minus(SIGN_INS_KEPT))
            .await?;
        self.parts.store.sessions().purge(now).await?;
        self.parts.store.idempotency().purge_answers(now).await?;
        self.parts.store.portal_sign_ins().purge(now).await?;
        if !self.parts.config.embedded {
            self.recover_refreshes().await?;
            self.recover_sign_ins().await?;
        }
        Ok(())
    }

    async fn note_uses(&self) -> Result<(), StoreError> {
        let used = std::mem::take(&mut self.caches().used);
        if used.is_empty() {
            return Ok(());
        }
        let used = used
            .into_iter()
            .map(|((tenant, id), at)| (tenant, id, at))
            .collect();
        self.parts.store.grants().used(used).await
    }
}
