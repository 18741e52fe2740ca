//! M005, `placeholder-unresolved`.

use super::super::Context;
use crate::diagnostic::Diagnostics;
use crate::document::Cursor;

rule! {
    /// A value is still a placeholder of a toolkit project, such as `${{TEAMS_APP_ID}}`.
    ///
    /// ## Why
    ///
    /// The toolkit fills in placeholders when it builds the package. A package with one left was
    /// taken from the project's sources.
    "M005" "placeholder-unresolved" Error Both Ours
    mend "Build the package with the toolkit, or write the value in its place."
    check check
    ; reads ["placeholder_unresolved"]
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for root in context.manifest.iter().chain(&context.agents) {
        walk(root, found);
    }
    for plugin in &context.plugins {
        walk(&plugin.root, found);
    }
}

/// Recursion is bounded by the depth of the document.
fn walk(at: &Cursor<'_>, found: &mut Diagnostics) {
    if let Some(text) = at.node.as_str().filter(|text| text.contains("${{")) {
        // The app's id is reported by the reader.
        if at.pointer != "/id" {
            found.at(
                &RULE,
                at,
                format!("{text:?} is a placeholder of a toolkit project."),
                "Build the package with the toolkit, or write the value in its place.",
            );
        }
    }
    at.members()
        .iter()
        .for_each(|(_, member)| walk(member, found));
    at.items().iter().for_each(|item| walk(item, found));
}
