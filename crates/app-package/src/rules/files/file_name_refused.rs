//! F008, `file-name-outside`.

use super::super::Context;
use crate::Problem;
use crate::fix::{Edit, literal, replace};

rule! {
    /// A file name is no relative name inside the package.
    ///
    /// ## Why
    ///
    /// `..`, absolute names, drives and URLs lead out of the package, and nothing outside it is
    /// ever read.
    "F008" "file-name-outside" Error Both Ours
    mend "Write a relative name with / between folders."
    ; reads ["file_name_refused"]
    ; repair repair
}

/// Backslashes are what Windows tools write; nothing else can be mended mechanically.
fn repair(context: &Context<'_>, problem: &Problem) -> Vec<Edit> {
    let Some(place) = context.place(problem) else {
        return Vec::new();
    };
    let written = place.node.as_str().unwrap_or_default();
    let better = written.replace('\\', "/");
    let inside = crate::openapi::join("", &better).is_ok();
    if inside && better != written {
        replace(&place, literal(&better))
    } else {
        Vec::new()
    }
}
