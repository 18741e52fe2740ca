//! X001, `command-without-operation`.

use super::super::Context;
use crate::Problem;
use crate::fix::{Edit, literal, replace};

rule! {
    /// No operation of the API description has the command's `id` as its `operationId`.
    ///
    /// ## Why
    ///
    /// The id is how a command finds what it calls. They are compared with case.
    "X001" "command-without-operation" Error MessageExtension Documentation
    mend "Set the command's id to an operationId."
    ; reads ["command_without_operation"]
    ; repair repair
}

fn repair(context: &Context<'_>, problem: &Problem) -> Vec<Edit> {
    let (Some(place), Some(api)) = (context.place(problem), context.api) else {
        return Vec::new();
    };
    let written = place.node.as_str().unwrap_or_default().trim().to_owned();
    let same = api
        .operations()
        .into_iter()
        .find(|entry| entry.operation_id.eq_ignore_ascii_case(&written));
    same.map_or_else(Vec::new, |entry| {
        replace(&place, literal(&entry.operation_id))
    })
}
