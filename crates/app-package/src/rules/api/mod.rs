//! The OpenAPI description, as far as the commands lead to it.

mod answer_media;
mod body_media;
mod body_too_large;
mod method;
mod no_answer;
mod no_parameter;
mod operation_id_duplicate;
mod operation_id_missing;
mod parameter_dropped;
mod path_malformed;
mod path_parameter;
mod reference_circular;
mod reference_dangling;
mod reference_file;
mod reference_outside;
mod required_unsupported;
mod server_malformed;
mod server_missing;
mod server_not_https;
mod server_placeholder;
mod server_relative;
mod version_3_1;
mod version_unknown;

pub(super) mod answer;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &answer_media::RULE,
    &body_media::RULE,
    &body_too_large::RULE,
    &method::RULE,
    &no_answer::RULE,
    &no_parameter::RULE,
    &operation_id_duplicate::RULE,
    &operation_id_missing::RULE,
    &parameter_dropped::RULE,
    &path_malformed::RULE,
    &path_parameter::RULE,
    &reference_circular::RULE,
    &reference_dangling::RULE,
    &reference_file::RULE,
    &reference_outside::RULE,
    &required_unsupported::RULE,
    &server_malformed::RULE,
    &server_missing::RULE,
    &server_not_https::RULE,
    &server_placeholder::RULE,
    &server_relative::RULE,
    &version_3_1::RULE,
    &version_unknown::RULE,
];
