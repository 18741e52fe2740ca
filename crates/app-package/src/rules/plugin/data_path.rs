//! P013, `data-path-malformed`.

use adaptive_cards_templating::json_path::{JsonPath, Mode};

use super::super::Context;
use crate::diagnostic::Diagnostics;
use crate::fix::{literal, replace};

rule! {
    /// The `data_path` or a property of `response_semantics` is no JSONPath of RFC 9535.
    ///
    /// ## Why
    ///
    /// Unlike the `jsonPath` of rendering templates, which follows Newtonsoft's dialect, plugins
    /// follow the RFC: a path begins with `$`. `--fix` adds the `$.` where that is all that lacks.
    "P013" "data-path-malformed" Error Plugin Documentation
    mend "Write a path such as $.results."
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
        let properties = semantics.present("properties").map(|all| all.members());
        let paths = properties
            .unwrap_or_default()
            .into_iter()
            .map(|(_, place)| place);
        for place in semantics.present("data_path").into_iter().chain(paths) {
            let Some(path) = place.node.as_str() else {
                continue;
            };
            let Err(error) = JsonPath::compile(path, Mode::Rfc9535) else {
                continue;
            };
            let rooted = format!("$.{}", path.trim());
            let edits = match JsonPath::compile(&rooted, Mode::Rfc9535) {
                Ok(_) => replace(&place, literal(&rooted)),
                Err(_) => Vec::new(),
            };
            found.fixed(
                &RULE,
                &place,
                format!("{path:?} is no JSONPath of RFC 9535: {error}."),
                "Write a path that begins with $, such as $.results.",
                edits,
            );
        }
    }
}
