//! The OpenAPI description, as far as the commands lead to it.

mod answer_media;
mod body_media;
mod body_too_large;
mod circular_schema;
mod method;
mod no_answer;
mod no_parameter;
mod not_valid;
mod operation_id_duplicate;
mod operation_id_missing;
mod other_file;
mod parameter_dropped;
mod path_malformed;
mod path_parameter;
mod reference_circular;
mod reference_dangling;
mod reference_file;
mod reference_outside;
mod required_unsupported;
mod scheme_kind;
mod server_malformed;
mod server_missing;
mod server_not_https;
mod server_placeholder;
mod server_relative;
mod several_schemes;
mod too_many_required;
mod version_3_1;
mod version_unknown;

pub(super) mod answer;
mod judged;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &answer_media::RULE,
    &body_media::RULE,
    &body_too_large::RULE,
    &circular_schema::RULE,
    &method::RULE,
    &no_answer::RULE,
    &no_parameter::RULE,
    &not_valid::RULE,
    &operation_id_duplicate::RULE,
    &operation_id_missing::RULE,
    &other_file::RULE,
    &parameter_dropped::RULE,
    &path_malformed::RULE,
    &path_parameter::RULE,
    &reference_circular::RULE,
    &reference_dangling::RULE,
    &reference_file::RULE,
    &reference_outside::RULE,
    &required_unsupported::RULE,
    &scheme_kind::RULE,
    &server_malformed::RULE,
    &server_missing::RULE,
    &server_not_https::RULE,
    &server_placeholder::RULE,
    &server_relative::RULE,
    &several_schemes::RULE,
    &too_many_required::RULE,
    &version_3_1::RULE,
    &version_unknown::RULE,
];
