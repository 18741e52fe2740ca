//! X006, `property-not-in-response`.

use adaptive_expressions::{Part, PathStep};

use super::super::Context;
use super::super::api::answer::{Rendered, Says, follow, is_list, item, rendered};
use super::super::card::parse;
use super::entry::entry;
use crate::diagnostic::Diagnostics;
use crate::document::Cursor;
use crate::openapi::OpenApi;

rule! {
    /// An expression of the template names a property that the response schema does not have.
    ///
    /// ## Why
    ///
    /// At best the property is empty for every result; at worst `${name}` stands on the card as it
    /// is written. Names are compared without case, as the language does. Where the schema leaves
    /// room for more (`additionalProperties`, an object without properties), nothing is said.
    "X006" "property-not-in-response" Warning MessageExtension Ours
    mend "Write the name of a property of the response."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for Rendered {
        api,
        operation_id: operation,
        template: root,
        schema,
    } in rendered(context)
    {
        let Some(entry) = entry(api, &schema, root.str("jsonPath")) else {
            continue;
        };
        let walk = Walk {
            api,
            root: entry.clone(),
            operation,
        };
        for part in ["responseCardTemplate", "previewCardTemplate"] {
            if let Some(part) = root.present(part) {
                walk.value(&part, Some(&entry), found);
            }
        }
    }
}

struct Walk<'a, 'o> {
    api: &'a OpenApi,
    /// The schema of one result: `$root`.
    root: Cursor<'a>,
    operation: &'o str,
}

impl<'a> Walk<'a, '_> {
    /// `data` is the schema of `$data`, `None` where it is not known. Recursion is bounded by the
    /// depth of the document.
    fn value(&self, at: &Cursor<'a>, data: Option<&Cursor<'a>>, found: &mut Diagnostics) {
        if let Some(text) = at.node.as_str() {
            return self.text(at, text, data, found);
        }
        for item in at.items() {
            self.value(&item, data, found);
        }
        if at.members().is_empty() {
            return;
        }
        let inner = match at.present("$data") {
            None => data.cloned(),
            Some(place) => {
                if let Some(text) = place.node.as_str() {
                    self.text(&place, text, data, found);
                }
                self.data(&place, data)
            }
        };
        for (name, member) in at.members() {
            if name != "$data" {
                self.value(&member, inner.as_ref(), found);
            }
        }
    }

    /// The schema of what `$data` moves to; of a list, each item.
    fn data(&self, place: &Cursor<'a>, data: Option<&Cursor<'a>>) -> Option<Cursor<'a>> {
        let parts = parse(place.node.as_str()?).ok()?;
        let [Part::Expression(expression)] = parts.as_slice() else {
            return None;
        };
        let references = expression.references();
        let [reference] = references.as_slice() else {
            return None;
        };
        let whole = expression.is_path() || reference.path.len() > 1;
        let Says::Here(schema) = self.look_up(&reference.path, data) else {
            return None;
        };
        if !whole {
            return None;
        }
        if !is_list(self.api, &schema) {
            return Some(schema);
        }
        match item(self.api, &schema) {
            Says::Here(item) => Some(item),
            _ => None,
        }
    }

    fn look_up(&self, path: &[PathStep], data: Option<&Cursor<'a>>) -> Says<'a> {
        let Some((PathStep::Name(first), rest)) = path.split_first() else {
            return Says::Nothing;
        };
        match first.as_str() {
            "$root" => follow(self.api, &self.root, rest),
            "$data" => data.map_or(Says::Nothing, |data| follow(self.api, data, rest)),
            name if name.starts_with('$') => Says::Nothing,
            _ => {
                let Some(data) = data else {
                    return Says::Nothing;
                };
                match follow(self.api, data, path) {
                    // What the present data lacks is looked up in the root.
                    Says::Lacks(name, known) => match follow(self.api, &self.root, path) {
                        Says::Lacks(..) => Says::Lacks(name, known),
                        other => other,
                    },
                    other => other,
                }
            }
        }
    }

    fn text(
        &self,
        at: &Cursor<'a>,
        text: &str,
        data: Option<&Cursor<'a>>,
        found: &mut Diagnostics,
    ) {
        // A malformed expression has a finding of its own.
        let parts = parse(text).unwrap_or_default();
        for part in &parts {
            let Part::Expression(expression) = part else {
                continue;
            };
            for reference in expression.references() {
                let Says::Lacks(name, known) = self.look_up(&reference.path, data) else {
                    continue;
                };
                let like = |other: &&String| {
                    strsim::jaro_winkler(&other.to_lowercase(), &name.to_lowercase()) > 0.8
                };
                let fix = match known.iter().find(like) {
                    Some(other) => format!("Did you mean {other:?}?"),
                    None => format!("The schema has {}.", listed(&known)),
                };
                let operation = self.operation;
                let message = format!("The answer of {operation} has no property {name:?}.");
                found.at(&RULE, at, message, fix);
            }
        }
    }
}

fn listed(known: &[String]) -> String {
    let shown: Vec<&str> = known.iter().take(8).map(String::as_str).collect();
    let more = if known.len() > shown.len() {
        ", …"
    } else {
        ""
    };
    format!("{}{more}", shown.join(", "))
}
