//! R007, `preview-manifest-in-store`.

use super::super::Context;
use crate::diagnostic::Diagnostics;

rule! {
    /// For the store: the `manifestVersion` is `devPreview`.
    ///
    /// ## Why
    ///
    /// Preview features run only where the preview is switched on; the store takes published
    /// versions.
    "R007" "preview-manifest-in-store" Error Both Documentation
    mend "Set manifestVersion and $schema to a published version."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    if !context.options.store || context.version.0 != "devPreview" {
        return;
    }
    let place = context
        .manifest
        .as_ref()
        .and_then(|root| root.present("manifestVersion"));
    if let Some(place) = place {
        found.at(
            &RULE,
            &place,
            "The store does not take manifests of devPreview.",
            "Set manifestVersion and $schema to a published version.",
        );
    }
}
