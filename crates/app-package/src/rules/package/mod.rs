//! Files against each other.

mod auth_without_scheme;
mod choice_not_in_enum;
mod command_without_operation;
mod input_type;
mod json_path_not_in_response;
mod operation_claimed_twice;
mod parameter_ambiguous;
mod parameter_not_in_operation;
mod property_not_in_response;
mod required_not_offered;
mod required_shown_optional;

mod entry;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &auth_without_scheme::RULE,
    &choice_not_in_enum::RULE,
    &command_without_operation::RULE,
    &input_type::RULE,
    &json_path_not_in_response::RULE,
    &operation_claimed_twice::RULE,
    &parameter_ambiguous::RULE,
    &parameter_not_in_operation::RULE,
    &property_not_in_response::RULE,
    &required_not_offered::RULE,
    &required_shown_optional::RULE,
];
