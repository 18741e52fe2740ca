//! The request body: application/json, made of texts, numbers and booleans, nested as one likes.

use super::Reason;
use super::operation::{Count, is_primitive};
use super::report::Finding;
use crate::openapi::view::View;

/// Properties looked at in one body, however often a schema comes again in it (SEC-PKG-05).
const PROPERTIES: usize = 20_000;

/// The values that a command can ask for; `None` if one is required that it can't.
pub(super) fn count(operation: &View<'_>, reasons: &mut Vec<Finding<Reason>>) -> Option<Count> {
    let mut walk = Walk {
        count: Count::default(),
        possible: true,
        left: PROPERTIES,
        reasons,
    };
    let Some(body) = operation.get("requestBody") else {
        return Some(Count::default());
    };
    let types = body
        .get("content")
        .map(|content| content.members())
        .unwrap_or_default();
    if types.len() > 1 {
        walk.reasons.push(Finding::new(
            Reason::BodyOfSeveralMediaTypes,
            body.node().span,
        ));
    }
    let schema = types
        .iter()
        .find(|(name, media)| *name == "application/json" && media.is_truthy())
        .and_then(|(_, media)| media.get("schema"));
    if let Some(schema) = schema
        && !walk.schema(&schema, "", body.holds("required"))
    {
        walk.reasons
            .push(Finding::new(Reason::SchemaTooLarge, schema.node().span));
        return None;
    }
    walk.possible.then_some(walk.count)
}

struct Walk<'r> {
    count: Count,
    possible: bool,
    left: usize,
    reasons: &'r mut Vec<Finding<Reason>>,
}

impl Walk<'_> {
    /// Counts a schema; false where the budget ran out. A property counts as required if its own
    /// object requires it, even where that object is optional.
    fn schema(&mut self, schema: &View<'_>, name: &str, required: bool) -> bool {
        let Some(left) = self.left.checked_sub(1) else {
            return false;
        };
        self.left = left;
        let required = required && schema.get("default").is_none();
        if is_primitive(schema) {
            self.count.add(required);
        } else if is_object(schema) {
            let listed = schema
                .get("required")
                .map(|list| list.items())
                .unwrap_or_default();
            for (key, property) in schema
                .get("properties")
                .map(|all| all.members())
                .unwrap_or_default()
            {
                let required = listed.iter().any(|item| item.node().as_str() == Some(key));
                if !self.schema(&property, key, required) {
                    return false;
                }
            }
        } else if required && !schema.members().is_empty() {
            self.possible = false;
            let what = if name.is_empty() {
                "The body".to_owned()
            } else {
                format!("The property {name:?} of the body")
            };
            self.reasons.push(
                Finding::new(Reason::RequiredBodyUnsupported, schema.node().span).with(format!(
                    "{what} is required, has no default and is neither text, number, boolean nor an object of these."
                )),
            );
        }
        true
    }
}

/// What is an object by its type or, where no type is given, by its properties.
pub(crate) fn is_object(schema: &View<'_>) -> bool {
    schema.str("type") == Some("object") || (!schema.holds("type") && schema.holds("properties"))
}
