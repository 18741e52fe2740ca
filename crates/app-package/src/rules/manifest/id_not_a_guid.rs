//! M008, `id-not-a-guid`.

use super::super::Context;
use crate::Problem;
use crate::fix::{Edit, literal, replace};

rule! {
    /// The app's `id` is no GUID.
    ///
    /// ## Why
    ///
    /// The id is the Teams app ID: what an installation, and a registration for an *Existing Teams
    /// app ID*, name the app by. It is compared without case. `--fix` removes braces.
    "M008" "id-not-a-guid" Error Both Schema
    mend "Write a GUID: 8-4-4-4-12 hexadecimal digits."
    ; reads ["id_not_a_guid"]
    ; repair repair
}

fn repair(context: &Context<'_>, problem: &Problem) -> Vec<Edit> {
    let Some(place) = context.place(problem) else {
        return Vec::new();
    };
    let written = place.node.as_str().unwrap_or_default().trim();
    let bare = written
        .strip_prefix('{')
        .and_then(|text| text.strip_suffix('}'))
        .unwrap_or(written);
    if crate::manifest::is_guid(bare) {
        replace(&place, literal(bare))
    } else {
        Vec::new()
    }
}
