//! M007, `blank-text`.

use super::super::Context;
use crate::diagnostic::Diagnostics;
use crate::document::Cursor;

rule! {
    /// A text that has to be there is blank.
    ///
    /// ## Why
    ///
    /// The schemas bound the length of ids, names and titles from above only. A command without an
    /// id can't be called, and one without a title can't be found.
    "M007" "blank-text" Error Both Ours
    mend "Write the text."
    check check
}

/// Below the manifest, and for `*` each item of a list.
const TEXTS: [&str; 12] = [
    "id",
    "version",
    "developer/name",
    "name/short",
    "description/short",
    "description/full",
    "composeExtensions/*/commands/*/id",
    "composeExtensions/*/commands/*/title",
    "composeExtensions/*/commands/*/parameters/*/name",
    "composeExtensions/*/commands/*/parameters/*/title",
    "composeExtensions/*/commands/*/parameters/*/choices/*/title",
    "composeExtensions/*/apiSpecificationFile",
];

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    let Some(root) = &context.manifest else {
        return;
    };
    for path in TEXTS {
        for place in all(root, path) {
            if place
                .node
                .as_str()
                .is_some_and(|text| text.trim().is_empty())
            {
                let name = path.replace("/*", "").replace('/', ".");
                found.at(
                    &RULE,
                    &place,
                    format!("The text {name} is blank."),
                    "Write the text.",
                );
            }
        }
    }
}

fn all<'a>(root: &Cursor<'a>, path: &str) -> Vec<Cursor<'a>> {
    let mut places = vec![root.clone()];
    for token in path.split('/') {
        places = places
            .iter()
            .flat_map(|place| match token {
                "*" => place.items(),
                name => place.present(name).into_iter().collect(),
            })
            .collect();
    }
    places
}
