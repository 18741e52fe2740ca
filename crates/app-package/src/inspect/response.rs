//! The answer: one media type, application/json, of any response of success.

use super::Reason;
use super::report::Finding;
use crate::openapi::view::View;

/// The responses of success, in the order in which they are looked at.
pub(crate) const SUCCESS: [&str; 12] = [
    "200", "201", "202", "203", "204", "205", "206", "207", "208", "226", "2XX", "default",
];

pub(super) fn check(operation: &View<'_>) -> Option<Finding<Reason>> {
    let responses = operation.get("responses");
    let mut several = None;
    for code in SUCCESS {
        let Some(response) = responses
            .as_ref()
            .and_then(|responses| responses.get(code))
            .filter(View::is_truthy)
        else {
            continue;
        };
        let types = response
            .get("content")
            .map(|content| content.members())
            .unwrap_or_default();
        several = (types.len() > 1).then(|| response.node().span);
        if several.is_none() && json(&types).is_some_and(|media| !media.members().is_empty()) {
            return None;
        }
    }
    // The last response looked at decides between the two.
    Some(match several {
        Some(span) => Finding::new(Reason::ResponseOfSeveralMediaTypes, span),
        None => Finding::new(
            Reason::ResponseNotJson,
            responses.as_ref().unwrap_or(operation).node().span,
        ),
    })
}

/// The first media type that is JSON.
pub(crate) fn json<'v, 'a>(types: &'v [(&'a str, View<'a>)]) -> Option<&'v View<'a>> {
    types
        .iter()
        .find(|(name, _)| name.contains("application/json"))
        .map(|(_, media)| media)
}
