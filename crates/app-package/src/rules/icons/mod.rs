//! Icons.

mod damaged;
mod missing;
mod not_png;
mod outline_color;
mod size;
mod too_many_pixels;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &damaged::RULE,
    &missing::RULE,
    &not_png::RULE,
    &outline_color::RULE,
    &size::RULE,
    &too_many_pixels::RULE,
];
