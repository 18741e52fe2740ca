//! Parameters in path, query, header and cookie.

use super::Reason;
use super::operation::{Count, is_primitive};
use super::report::Finding;
use crate::openapi::view::View;

/// The values that a command can ask for; `None` if one is required that it can't. Only the
/// operation's own parameters count: Teams' tools don't look at those of the path.
pub(super) fn count(operation: &View<'_>, reasons: &mut Vec<Finding<Reason>>) -> Option<Count> {
    let mut count = Count::default();
    let mut possible = true;
    for parameter in operation
        .get("parameters")
        .map(|list| list.items())
        .unwrap_or_default()
    {
        let schema = parameter.get("schema");
        let default = schema
            .as_ref()
            .is_some_and(|schema| schema.get("default").is_some());
        let required = parameter.holds("required") && !default;
        let place = parameter.str("in");
        let sent = !matches!(place, Some("header" | "cookie"))
            && schema.as_ref().is_some_and(is_primitive);
        if sent {
            if matches!(place, Some("query" | "path")) {
                count.add(required);
            }
        } else if required {
            possible = false;
            let name = parameter.str("name").unwrap_or_default();
            reasons.push(
                Finding::new(Reason::RequiredParameterUnsupported, parameter.node().span).with(
                    match place {
                        Some(place @ ("header" | "cookie")) => format!(
                            "The parameter {name:?} is required, has no default and is sent in a {place}."
                        ),
                        _ => format!(
                            "The parameter {name:?} is required, has no default and is neither text, number nor boolean."
                        ),
                    },
                ),
            );
        }
    }
    possible.then_some(count)
}
