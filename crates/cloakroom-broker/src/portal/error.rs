//! Why somebody did not come in.

use cloakroom_model::Explain;
use cloakroom_store::StoreError;

use crate::id_token::IdTokenError;
use crate::token_endpoint::TokenError;

/// Why a portal sign-in was not begun or came to nothing. Holds no code, token or secret.
#[derive(Debug, Clone, thiserror::Error)]
pub enum PortalSignInError {
    /// No provider of that name is configured.
    #[error("no sign-in provider of that name is configured")]
    UnknownProvider,
    /// The provider's metadata could not be read.
    #[error("the provider's metadata could not be read: {0}")]
    Discovery(String),
    /// The provider wants a way to authenticate that is not built here, or a secret that is not
    /// configured.
    #[error("no way to authenticate that the provider takes can be used")]
    ClientAuthentication,
    /// None of the tenants that the provider leads to is there.
    #[error("none of the tenants of this provider exists")]
    NoTenant,
    /// A parameter came twice (RFC 6749 §3.1).
    #[error("the parameter `{0}` came more than once")]
    Repeated(String),
    /// There is no `state`.
    #[error("the answer has no state")]
    StateMissing,
    /// The `state` is of no sign-in under way: made up, or used before.
    #[error("the state is of no sign-in under way")]
    StateUnknown,
    /// It came to another provider's path.
    #[error("the answer came to another provider's path")]
    WrongPath,
    /// It came too late.
    #[error("the answer came too late")]
    Late,
    /// The browser brought no cookie of a sign-in.
    #[error("the browser brought no cookie of a sign-in")]
    BindingMissing,
    /// The browser is another than the one that left.
    #[error("the browser is not the one that left")]
    BindingWrong,
    /// The answer's `iss` is wrong or missing (RFC 9207).
    #[error("the answer's iss is wrong or missing")]
    Issuer,
    /// The person or the provider said no.
    #[error("the provider answered `{0}`")]
    Refused(String),
    /// There is neither a code nor an error.
    #[error("the answer has neither a code nor an error")]
    CodeMissing,
    /// The code was not exchanged.
    #[error("the code was not exchanged: {0}")]
    Exchange(TokenError),
    /// The token endpoint gave no `id_token`.
    #[error("the token endpoint gave no id_token")]
    NoIdToken,
    /// The `id_token` is not good.
    #[error("the id_token is refused: {0}")]
    IdToken(#[from] IdTokenError),
    /// The person is in no group that lets him in anywhere.
    #[error("the person may enter no tenant")]
    NotAdmitted,
    /// The store failed.
    #[error("the store failed: {0}")]
    Store(String),
}

impl From<StoreError> for PortalSignInError {
    fn from(error: StoreError) -> Self {
        Self::Store(error.to_string())
    }
}

impl PortalSignInError {
    /// The provider's own code, shortened to what RFC 6749 §4.1.2.1 allows in it.
    pub(super) fn refused(code: &str) -> Self {
        let plain = |c: &char| matches!(c, ' '..='~') && !matches!(c, '"' | '\\');
        Self::Refused(code.chars().filter(plain).take(64).collect())
    }

    /// One of each kind, so that a page can be found by its code.
    pub fn kinds() -> Vec<Self> {
        vec![
            Self::UnknownProvider,
            Self::Discovery(String::new()),
            Self::ClientAuthentication,
            Self::NoTenant,
            Self::Repeated(String::new()),
            Self::StateMissing,
            Self::StateUnknown,
            Self::WrongPath,
            Self::Late,
            Self::BindingMissing,
            Self::BindingWrong,
            Self::Issuer,
            Self::Refused(String::new()),
            Self::CodeMissing,
            Self::Exchange(TokenError::NoRevocationEndpoint),
            Self::NoIdToken,
            Self::IdToken(IdTokenError::Signature),
            Self::NotAdmitted,
            Self::Store(String::new()),
        ]
    }
}

impl Explain for PortalSignInError {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownProvider => "sign_in_provider_unknown",
            Self::Discovery(_) => "sign_in_provider_unavailable",
            Self::ClientAuthentication => "sign_in_provider_client",
            Self::NoTenant => "sign_in_provider_tenant",
            Self::Repeated(_) => "portal_parameter_repeated",
            Self::StateMissing | Self::StateUnknown => "portal_state_unknown",
            Self::WrongPath => "portal_wrong_path",
            Self::Late => "portal_sign_in_late",
            Self::BindingMissing => "portal_cookie_missing",
            Self::BindingWrong => "portal_other_browser",
            Self::Issuer => "portal_issuer",
            Self::Refused(_) => "portal_sign_in_refused",
            Self::CodeMissing => "portal_code_missing",
            Self::Exchange(_) => "portal_exchange",
            Self::NoIdToken => "portal_id_token_missing",
            Self::IdToken(_) => "portal_id_token",
            Self::NotAdmitted => "portal_not_admitted",
            Self::Store(_) => "store_unavailable",
        }
    }

    fn user(&self) -> String {
        match self {
            Self::UnknownProvider => "There is no such way to sign in.",
            Self::Discovery(_) | Self::Exchange(_) => {
                "The sign-in service does not answer as it should. Try again in a moment."
            }
            Self::ClientAuthentication | Self::NoTenant => {
                "This way to sign in is not set up yet. Tell the administrator of this installation."
            }
            Self::Repeated(_) | Self::StateMissing | Self::CodeMissing | Self::WrongPath => {
                "The answer of the sign-in service could not be understood. Sign in again."
            }
            Self::StateUnknown | Self::Late => {
                "This sign-in has ended, or took too long. Sign in again."
            }
            Self::BindingMissing => {
                "Your browser did not bring the cookie of this sign-in. Allow cookies for this site and sign in again."
            }
            Self::BindingWrong => {
                "This sign-in was begun in another browser. Sign in again in this one."
            }
            Self::Issuer | Self::NoIdToken | Self::IdToken(_) => {
                "The sign-in could not be checked, so you were not let in. Sign in again, or tell the administrator."
            }
            Self::Refused(_) => "The sign-in service did not sign you in.",
            Self::NotAdmitted => {
                "You are signed in there, but not in a group that may enter here. Ask the administrator of this installation."
            }
            Self::Store(_) => "Cloakroom cannot reach its data now. Try again in a moment.",
        }
        .to_owned()
    }

    fn developer(&self) -> String {
        let fix = match self {
            Self::UnknownProvider => "Each [[sign-in]] of the configuration has an id.",
            Self::Discovery(_) => {
                "Compare `issuer` in the configuration with the provider's metadata in every character; a provider on a private network needs egress.allow-private."
            }
            Self::ClientAuthentication => {
                "client_secret_basic, client_secret_post and public clients with PKCE are built; give client-secret-file for the former."
            }
            Self::NoTenant => "Make the tenant, or name another under [[sign-in.tenants]].",
            Self::Exchange(_) => "Compare client ID, secret and redirect URL with the provider's.",
            Self::NotAdmitted => {
                "Compare group-claim with what the id_token holds, and the groups under [[sign-in.tenants]]; some providers leave the claim out when there are many."
            }
            Self::IdToken(error) => return error.developer(),
            Self::NoIdToken => "The provider must grant the scope openid.",
            Self::Refused(_) => "See the provider's own log.",
            Self::BindingMissing | Self::BindingWrong => {
                "The cookie __Host-cloakroom-p… ties the answer to the browser that left; a proxy must not strip it."
            }
            Self::Repeated(_)
            | Self::StateMissing
            | Self::StateUnknown
            | Self::WrongPath
            | Self::Late
            | Self::Issuer
            | Self::CodeMissing => "The sign-in must be begun again from our own page.",
            Self::Store(_) => "See the log of this server.",
        };
        format!("The portal sign-in came to nothing: {self}. {fix}")
    }
}
