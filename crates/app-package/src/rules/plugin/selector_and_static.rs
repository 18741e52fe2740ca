//! P014, `static-template-beside-selector`.

use super::super::Context;
use crate::diagnostic::Diagnostics;

rule! {
    /// `response_semantics` has both a `template_selector` and a `static_template`.
    ///
    /// ## Why
    ///
    /// The selector wins wherever the answer holds a template; the static one is for answers
    /// without.
    "P014" "static-template-beside-selector" Warning Plugin Documentation
    mend "Remove the one that is not meant."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for function in context
        .plugins
        .iter()
        .flat_map(|plugin| super::functions(&plugin.root))
    {
        let Some(semantics) = super::semantics(&function) else {
            continue;
        };
        let selector = semantics
            .present("properties")
            .and_then(|properties| properties.present("template_selector"));
        if let (Some(_), Some(place)) = (selector, semantics.present("static_template")) {
            found.at(
                &RULE,
                &place,
                "The template_selector wins over the static_template.",
                "Remove the one that is not meant.",
            );
        }
    }
}
