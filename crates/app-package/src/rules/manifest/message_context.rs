//! M025, `message-context`.

use super::super::Context;
use crate::Problem;
use crate::fix::{Edit, remove_item};

rule! {
    /// A command's `context` is `message` on an API-based extension.
    ///
    /// ## Why
    ///
    /// The schema has `message` for action commands of bots; search commands are offered in
    /// `compose` and `commandBox`. `--fix` removes it where another context is left.
    "M025" "message-context" Warning MessageExtension Documentation
    mend "Remove the context."
    ; reads ["command_context_unsupported"]
    ; repair repair
}

fn repair(context: &Context<'_>, problem: &Problem) -> Vec<Edit> {
    let Some((list, index)) = context.parent(problem) else {
        return Vec::new();
    };
    let known = ["compose", "commandBox"];
    let left = list
        .items()
        .iter()
        .any(|item| item.node.as_str().is_some_and(|c| known.contains(&c)));
    match index.parse() {
        Ok(index) if left => remove_item(&list, index),
        _ => Vec::new(),
    }
}
