//! The app manifest.

mod action_command;
mod api_secret_missing;
mod api_specification_missing;
mod auth_type_missing;
mod auth_type_misspelled;
mod auth_type_unknown;
mod auth_type_with_blank;
mod blank_text;
mod bot_property;
mod choice_duplicate;
mod choices_ignored;
mod choices_missing;
mod command_id_duplicate;
mod default_not_a_choice;
mod default_of_another_type;
mod entra_without_info;
mod entra_without_sso;
mod id_not_a_guid;
mod initial_run;
mod message_context;
mod no_commands;
mod no_usable_command;
mod not_an_object;
mod nothing_to_serve;
mod oauth_before_1_26;
mod oauth_configuration_missing;
mod oauth_configuration_misspelled;
mod other_configuration;
mod parameter_name_duplicate;
mod placeholder;
mod schema_differs;
mod template_missing;
mod version_unknown;
mod version_unpublished;
mod without_extension;

use super::Context;
use super::Rule;
use crate::document::Cursor;

pub(super) static RULES: &[&Rule] = &[
    &action_command::RULE,
    &api_secret_missing::RULE,
    &api_specification_missing::RULE,
    &auth_type_missing::RULE,
    &auth_type_misspelled::RULE,
    &auth_type_unknown::RULE,
    &auth_type_with_blank::RULE,
    &blank_text::RULE,
    &bot_property::RULE,
    &choice_duplicate::RULE,
    &choices_ignored::RULE,
    &choices_missing::RULE,
    &command_id_duplicate::RULE,
    &default_not_a_choice::RULE,
    &default_of_another_type::RULE,
    &entra_without_info::RULE,
    &entra_without_sso::RULE,
    &id_not_a_guid::RULE,
    &initial_run::RULE,
    &message_context::RULE,
    &no_commands::RULE,
    &no_usable_command::RULE,
    &not_an_object::RULE,
    &nothing_to_serve::RULE,
    &oauth_before_1_26::RULE,
    &oauth_configuration_missing::RULE,
    &oauth_configuration_misspelled::RULE,
    &other_configuration::RULE,
    &parameter_name_duplicate::RULE,
    &placeholder::RULE,
    &schema_differs::RULE,
    &template_missing::RULE,
    &version_unknown::RULE,
    &version_unpublished::RULE,
    &without_extension::RULE,
];

/// The authorization, where its type is this one.
fn authorization<'a>(context: &Context<'a>, kind: &str) -> Option<Cursor<'a>> {
    let authorization = context.extension.as_ref()?.present("authorization")?;
    let written = authorization.str("authType")?;
    (crate::manifest::meant_auth_type(written) == Some(kind)).then_some(authorization)
}
