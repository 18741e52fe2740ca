//! I006, `outline-icon-not-white`.

use super::super::Context;
use crate::diagnostic::Diagnostics;
use crate::icon::{OutlineColors, outline_colors};
use crate::openapi::join;

rule! {
    /// The `outline` icon has a pixel that is neither white nor transparent, or nothing transparent
    /// at all.
    ///
    /// ## Why
    ///
    /// Teams paints the icon on bars of its own colours: a coloured outline is hard to see there,
    /// and one without transparency is a white square.
    "I006" "outline-icon-not-white" Warning Both Documentation
    mend "Draw the outline in white on a transparent ground."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    if context.alone {
        return;
    }
    let icons = context
        .manifest
        .as_ref()
        .and_then(|root| root.present("icons"));
    let Some(place) = icons.and_then(|icons| icons.present("outline")) else {
        return;
    };
    let Ok(name) = join("", place.node.as_str().unwrap_or_default()) else {
        return;
    };
    let Some(bytes) = context.files.get(&name) else {
        return;
    };
    // What can't be decoded has a finding of its own.
    let Ok(colors) = outline_colors(bytes, &context.options.limits) else {
        return;
    };
    let message = match colors {
        OutlineColors {
            other: Some([red, green, blue]),
            ..
        } => {
            format!("The outline icon has a pixel of #{red:02X}{green:02X}{blue:02X}.")
        }
        OutlineColors {
            transparent: false, ..
        } => "The outline icon has no transparent pixel.".to_owned(),
        _ => return,
    };
    let fix = "Draw the outline in white on a transparent ground.";
    found.at(&RULE, &place, message, fix);
}
