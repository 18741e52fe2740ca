//! What the broker is told at start.

use std::time::Duration;

use url::Url;

use crate::portal::SignInProviders;

/// Settings of the broker; the durations are fixed by the requirements and changed in tests only.
#[derive(Debug, Clone)]
pub struct BrokerConfig {
    /// The URL that browsers use, an origin. Redirect URLs and links are built from it alone
    /// (SEC-SIGNIN-12).
    pub public_url: Url,
    /// Refuses everything that is only for development.
    pub production: bool,
    /// The redirect path may be shared though issuers do not announce `iss`: the demo, or one
    /// owner alone may make registrations (decision 6).
    pub shared_redirect: bool,
    /// This process alone works on the store, so that attempts of any other process are over.
    pub embedded: bool,
    /// By which providers our own people sign in.
    pub sign_in_providers: SignInProviders,
    /// This process, in leases; another one at each start.
    pub process: String,
    /// How long a sign-in may take.
    pub sign_in_lifetime: Duration,
    /// How long the six digits are good.
    pub confirm_lifetime: Duration,
    /// How often they may be tried.
    pub confirm_tries: i64,
    /// How long this process may use what it read before reading it again.
    pub staleness: Duration,
    /// How long a refresh may go on before another process may take over. Longer than the hard
    /// deadline of its request, so that the right cannot lapse while the provider works
    /// (SEC-TOKEN-02).
    pub lease: Duration,
}

impl BrokerConfig {
    /// The defaults for an embedded server at that URL.
    pub fn new(public_url: Url, process: impl Into<String>) -> Self {
        Self {
            public_url,
            production: false,
            shared_redirect: true,
            embedded: true,
            sign_in_providers: SignInProviders::default(),
            process: process.into(),
            sign_in_lifetime: Duration::from_mins(10),
            confirm_lifetime: Duration::from_mins(5),
            confirm_tries: 5,
            staleness: Duration::from_secs(5),
            lease: Duration::from_secs(90),
        }
    }

    /// A URL of ours with that path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.public_url.as_str().trim_end_matches('/'))
    }
}
