//! The rules of a registration, whatever it keeps: who may use it, and for which URLs.

use cloakroom_model::ManifestId;
use url::Url;

use super::{AdmittedApp, ApiKeySettings, RestrictByApp, RestrictByOrg, Settings};

/// What is asked before a secret is opened (SEC-VAULT-07).
pub(crate) trait Rules {
    /// *Base URL*.
    fn base_url(&self) -> &Url;
    /// *Restrict usage by org*.
    fn restrict_by_org(&self) -> RestrictByOrg;
    /// *Restrict usage by app*.
    fn restrict_by_app(&self) -> RestrictByApp;
    /// The manifest's id of *Existing Teams app ID*.
    fn app_id(&self) -> Option<&ManifestId>;
    /// Apps of other owners that were let in by name.
    fn admitted_apps(&self) -> &[AdmittedApp];
}

macro_rules! rules {
    ($($settings:ty),*) => {$(
        impl Rules for $settings {
            fn base_url(&self) -> &Url {
                &self.base_url
            }
            fn restrict_by_org(&self) -> RestrictByOrg {
                self.restrict_by_org
            }
            fn restrict_by_app(&self) -> RestrictByApp {
                self.restrict_by_app
            }
            fn app_id(&self) -> Option<&ManifestId> {
                self.app_id.as_ref()
            }
            fn admitted_apps(&self) -> &[AdmittedApp] {
                &self.admitted_apps
            }
        }
    )*};
}

rules!(Settings, ApiKeySettings);
