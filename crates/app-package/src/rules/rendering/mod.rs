//! Response rendering templates and the cards in them.

mod action_url;
mod bot_action;
mod card_image;
mod card_not_adaptive;
mod element_newer;
mod expression_invalid;
mod json_path_invalid;
mod no_expression;
mod preview_image;
mod preview_title_blank;
mod unknown_action;
mod unknown_element;
mod unknown_function;
mod version_above;
mod version_missing;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &action_url::RULE,
    &bot_action::RULE,
    &card_image::RULE,
    &card_not_adaptive::RULE,
    &element_newer::RULE,
    &expression_invalid::RULE,
    &json_path_invalid::RULE,
    &no_expression::RULE,
    &preview_image::RULE,
    &preview_title_blank::RULE,
    &unknown_action::RULE,
    &unknown_element::RULE,
    &unknown_function::RULE,
    &version_above::RULE,
    &version_missing::RULE,
];
