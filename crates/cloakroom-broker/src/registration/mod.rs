//! OAuth client registrations: what is typed, what is kept, and every check in between.
//!
//! Pure: nothing here reads a database or a network. [`validate`] turns a [`RegistrationInput`]
//! into [`Settings`], the JSON that a version of the registration keeps;
//! [`endpoints_from_metadata`] reads an issuer's metadata document; [`moves_secret`] says when a change must ask for the secret again.

mod api_key;
mod change;
mod discovery;
mod endpoint;
mod endpoints;
mod input;
mod parameters;
mod problem;
mod redirect;
mod rules;
mod settings;
mod validate;
mod view;

pub use api_key::{ApiKeyInput, ApiKeySettings, ApiKeyView, KeyInUse};
pub(crate) use api_key::{KeptKeys, validate_api_key};
pub(crate) use change::moves_secret;
pub use discovery::DiscoveredView;
pub(crate) use discovery::{Discovered, endpoints_from_metadata, metadata_urls};
pub(crate) use endpoint::{Environment, is_issuer};
pub use input::RegistrationInput;
pub use problem::FieldProblem;
pub(crate) use redirect::redirect_path;
pub(crate) use rules::Rules;
pub use settings::{
    AdmittedApp, BasicPart, BasicParts, ClientAuthentication, LifetimeUnit, RestrictByApp,
    RestrictByOrg, Settings, TokenRequestFormat,
};
pub(crate) use validate::validate;
pub use view::RegistrationView;

#[cfg(test)]
pub(crate) use settings::tests::settings as settings_for_tests;
