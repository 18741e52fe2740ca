//! A user who is signed in, and what is asked of his grant.

use std::sync::Arc;
use std::time::Duration;

use cloakroom_broker::{Authorized, Broker, CredentialError, GrantView, SignedOut};
use cloakroom_model::Caller;
use cloakroom_store::Grant;
use serde_json::Value;

use super::World;

/// A second longer than access tokens live.
pub const HOUR: Duration = Duration::from_secs(3601);

pub struct SignedIn {
    pub world: World,
    pub karin: Caller,
    pub authorized: Authorized,
}

pub async fn signed_in() -> SignedIn {
    signed_in_with(|_| {}).await
}

/// With further fields of the registration.
pub async fn signed_in_with(change: impl FnOnce(&mut Value)) -> SignedIn {
    let world = World::with(change).await;
    let (karin, visitor) = world.person("contoso", "karin").await;
    world.sign_in(&karin, &visitor, "karin").await;
    let authorized = world.authorized(&karin).await;
    SignedIn {
        world,
        karin,
        authorized,
    }
}

impl SignedIn {
    pub async fn credential(&self) -> Result<String, CredentialError> {
        self.credential_of(&self.world.broker).await
    }

    pub async fn credential_of(&self, broker: &Arc<Broker>) -> Result<String, CredentialError> {
        let credential = broker
            .credential(&self.authorized, &self.world.trace())
            .await?;
        Ok(credential.bearer.expose().to_owned())
    }

    /// The grant as it is listed.
    pub async fn state(&self) -> GrantView {
        self.world
            .broker
            .grants(
                &self.karin,
                &cloakroom_broker::GrantQuery::default(),
                &cloakroom_store::PageRequest::first(100),
            )
            .await
            .unwrap()
            .items
            .remove(0)
    }

    /// The grant as it is kept.
    pub async fn stored(&self) -> Grant {
        let user = self.karin.user.id.unwrap();
        let grants = self.world.parts.store.grants();
        let mut kept = grants.of_user(&self.karin.tenant, user).await.unwrap();
        kept.remove(0)
    }

    pub async fn sign_out(&self) -> SignedOut {
        self.world
            .broker
            .sign_out(&self.karin, &self.world.registration, &self.world.trace())
            .await
            .unwrap()
    }

    /// Until the provider has been asked to refresh.
    pub async fn refresh_begun(&self) {
        while self.world.refreshes() == 0 {
            tokio::task::yield_now().await;
        }
    }

    /// Until a failed refresh may be tried again.
    pub fn wait(&self) {
        self.world.clock.advance(Duration::from_secs(400));
    }
}
