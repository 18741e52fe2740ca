//! T010, `preview-without-title`.

use super::super::Context;
use crate::diagnostic::Diagnostics;

rule! {
    /// The `title` of the `previewCardTemplate` is blank.
    ///
    /// ## Why
    ///
    /// The title is what the user picks a result by; the schema only asks that it is there.
    "T010" "preview-without-title" Error MessageExtension Ours
    mend "Write a title, such as ${title}."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for template in &context.templates {
        let title = template
            .cursor()
            .present("previewCardTemplate")
            .and_then(|preview| preview.present("title"));
        if let Some(title) =
            title.filter(|title| title.node.as_str().is_some_and(|t| t.trim().is_empty()))
        {
            let fix = "Write a title, such as ${title}.";
            found.at(&RULE, &title, "The title of the preview is blank.", fix);
        }
    }
}
