//! M003, `manifest-version-unpublished`.

use super::super::Context;
use crate::diagnostic::Diagnostics;
use crate::schema::Kind;

rule! {
    /// There is no published schema of this `manifestVersion`: 1.18 was never published, and
    /// versions after the newest are not known here yet.
    ///
    /// ## Why
    ///
    /// The manifest is judged by the nearest older schema; Teams may refuse the version itself.
    "M003" "manifest-version-unpublished" Warning Both Schema
    mend "Set manifestVersion and $schema to a published version."
    check check
    ; reads ["manifest_version_unpublished"]
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    let Some(place) = context
        .manifest
        .as_ref()
        .and_then(|root| root.present("manifestVersion"))
    else {
        return;
    };
    let minor = |version: &str| {
        version
            .strip_prefix("1.")
            .and_then(|m| m.parse::<u32>().ok())
    };
    let (newest, _) = Kind::Manifest.newest();
    let written = place.node.as_str().unwrap_or_default();
    if minor(written) > minor(newest) && minor(newest).is_some() {
        found.at(
            &RULE,
            &place,
            format!("manifestVersion {written} is newer than the newest known here, {newest}."),
            format!("Set manifestVersion and $schema to {newest}."),
        );
    }
}
