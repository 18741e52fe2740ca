//! T011, `preview-image-not-https`.

use super::super::Context;
use super::super::card::foreign_scheme;
use crate::diagnostic::Diagnostics;

rule! {
    /// The image of the preview has a URL that is neither https nor data.
    ///
    /// ## Why
    ///
    /// The schema says "Must be https or a data url scheme"; other images are not fetched.
    "T011" "preview-image-not-https" Error MessageExtension Documentation
    mend "Write an https URL."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for template in &context.templates {
        let url = template
            .cursor()
            .present("previewCardTemplate")
            .and_then(|preview| preview.present("image")?.present("url"));
        let Some(place) = url else {
            continue;
        };
        let text = place.node.as_str().unwrap_or_default();
        if let Some(scheme) = foreign_scheme(text, &["https", "data"]) {
            found.at(
                &RULE,
                &place,
                format!("The image's URL has the scheme {scheme}."),
                "Write an https URL; redirects are not followed.",
            );
        }
    }
}
