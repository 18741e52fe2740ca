//! P002, `plugin-version-unknown`.

use super::super::Context;
use crate::diagnostic::Diagnostics;
use crate::schema::Kind;

rule! {
    /// The `schema_version` of a plugin manifest is none of v2.1 to v2.4.
    ///
    /// ## Why
    ///
    /// The plugin is judged by the newest schema then.
    "P002" "plugin-version-unknown" Error Plugin Schema
    mend "Write the schema_version whose properties the plugin uses."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for plugin in context
        .plugins
        .iter()
        .filter(|plugin| plugin.version.is_none())
    {
        let place = plugin.root.present("schema_version");
        let written = place
            .as_ref()
            .and_then(|place| place.node.as_str())
            .unwrap_or("none");
        let known: Vec<&str> = Kind::Plugin
            .versions()
            .iter()
            .map(|(version, _)| *version)
            .collect();
        found.at(
            &RULE,
            &place.clone().unwrap_or_else(|| plugin.root.clone()),
            format!("The schema_version is {written}."),
            format!("Write one of {}.", known.join(", ")),
        );
    }
}
