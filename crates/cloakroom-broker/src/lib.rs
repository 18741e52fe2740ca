//! Registrations and their rules, sign-ins, grants, refresh: the OAuth client.
//!
//! Architecture invariants: tenant, app and base-URL rule are checked before a sealed value is
//! opened; at most one refresh of a grant is in flight; what a provider answered is committed
//! before it is used; a caller who goes away cancels nothing.
#![forbid(unsafe_code)]

mod background;
mod broker;
mod config;
pub mod doctor;
mod grant;
mod id_token;
mod issuer_keys;
mod policy;
mod portal;
mod preset;
mod registration;
mod registrations;
mod revocation;
mod sign_in;
mod token_endpoint;

pub use broker::{Authorized, Broker, BrokerParts};
pub use config::BrokerConfig;
pub use grant::{Credential, CredentialError, GrantQuery, GrantView, SignInReason, SignedOut};
pub use id_token::IdTokenError;
pub use policy::{AppIdentity, PolicyError};
pub use portal::{
    PortalEntry, PortalLeaving, PortalSignInError, ProviderProblem, SignInProvider,
    SignInProviders, TenantAccess, portal_redirect_path,
};
pub use preset::{Preset, PresetError};
pub use registration::{
    AdmittedApp, ApiKeyInput, ApiKeySettings, ApiKeyView, BasicPart, BasicParts,
    ClientAuthentication, DiscoveredView, FieldProblem, KeyInUse, LifetimeUnit, RegistrationInput,
    RegistrationView, RestrictByApp, RestrictByOrg, Settings, TokenRequestFormat,
};
pub use registrations::{ApiKey, KeyAuthorized, RegistrationError, Reservation, Uses};
pub use sign_in::{
    CallbackError, CallbackInput, CallbackOutcome, ConfirmError, FirstPage, SignInError,
    SignInLink, SignInView, ToProvider, Visitor,
};
pub use token_endpoint::TokenError;
