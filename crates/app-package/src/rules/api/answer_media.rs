//! O022, `answer-of-several-media-types`.

use super::super::Context;
use super::answer::success;
use crate::diagnostic::Diagnostics;

rule! {
    /// The answer of success has several media types.
    ///
    /// ## Why
    ///
    /// The API chooses what it sends, and only JSON becomes cards; the vendor's parser refuses the
    /// operation.
    "O022" "answer-of-several-media-types" Error MessageExtension Documentation
    mend "Leave only application/json."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    let Some(api) = context.api else {
        return;
    };
    for operation in context
        .commands
        .iter()
        .filter_map(|command| command.operation.as_ref())
    {
        let Some(response) = success(api, &operation.operation) else {
            continue;
        };
        let Some(content) = response
            .present("content")
            .filter(|all| all.members().len() > 1)
        else {
            continue;
        };
        let types: Vec<&str> = content
            .members()
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        found.at(
            &RULE,
            &content,
            format!("The answer has the media types {}.", types.join(", ")),
            "Leave only application/json.",
        );
    }
}
