//! M004, `schema-of-another-version`.

use super::super::Context;
use crate::diagnostic::Diagnostics;
use crate::fix::{literal, replace};
use crate::schema::Kind;

rule! {
    /// The `$schema` names another version than `manifestVersion`.
    ///
    /// ## Why
    ///
    /// Editors check by `$schema` and Teams by `manifestVersion`: what the editor passes is refused
    /// later. `--fix` writes the schema of the version.
    "M004" "schema-of-another-version" Warning Both Documentation
    mend "Let $schema name the schema of manifestVersion."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    let Some(root) = &context.manifest else {
        return;
    };
    let (Some(place), Some(version)) = (root.present("$schema"), root.str("manifestVersion"))
    else {
        return;
    };
    let Some((name, _)) = Kind::Manifest
        .versions()
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(version))
    else {
        return;
    };
    let written = place.node.as_str().unwrap_or_default();
    let Some(said) = written.split('/').find_map(|part| {
        part.strip_prefix('v')
            .filter(|rest| rest.starts_with(['1', 'D', 'd']))
    }) else {
        return;
    };
    if said.eq_ignore_ascii_case(name) {
        return;
    }
    let folder = if *name == "devPreview" {
        "DevPreview"
    } else {
        name
    };
    let right = format!(
        "https://developer.microsoft.com/json-schemas/teams/v{folder}/MicrosoftTeams.schema.json"
    );
    found.fixed(
        &RULE,
        &place,
        format!("$schema names version {said}, manifestVersion {version}."),
        format!("Let $schema name the schema of {name}."),
        replace(&place, literal(&right)),
    );
}
