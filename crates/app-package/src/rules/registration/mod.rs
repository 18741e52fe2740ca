//! The registration, and what the store wants.

mod any_app;
mod base_url;
mod endpoints;
mod one_organization;
mod preview;
mod scopes;
mod unknown;

use super::Context;
use super::Rule;
use crate::Registration;
use crate::document::Cursor;

pub(super) static RULES: &[&Rule] = &[
    &any_app::RULE,
    &base_url::RULE,
    &endpoints::RULE,
    &one_organization::RULE,
    &preview::RULE,
    &scopes::RULE,
    &unknown::RULE,
];

/// Where the manifest names its registration.
fn named<'a>(context: &Context<'a>) -> Option<Cursor<'a>> {
    let authorization = context.extension.as_ref()?.present("authorization")?;
    let configuration = authorization
        .present("oAuthConfiguration")
        .or_else(|| authorization.present("oauthConfiguration"))?;
    configuration
        .present("oAuthConfigurationId")
        .or_else(|| configuration.present("oauthConfigurationId"))
}

/// The registration that the package means: that of its ID, else the only one given.
fn given<'a>(context: &Context<'a>) -> Option<&'a Registration> {
    let place = named(context)?;
    let all = &context.options.registrations;
    let id = place.node.as_str().unwrap_or_default().trim();
    match all.iter().find(|registration| registration.id == id) {
        Some(found) => Some(found),
        None if all.len() == 1 => all.first(),
        None => None,
    }
}
