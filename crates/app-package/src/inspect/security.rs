//! Security requirements: one scheme at a time, of a kind that the target has.

use super::Reason;
use super::report::Finding;
use super::target::Target;
use crate::NodeValue;
use crate::openapi::view::View;

pub(super) fn check(
    operation: &View<'_>,
    root: &View<'_>,
    target: Target,
) -> Option<Finding<Reason>> {
    let present = |view: &View<'_>| !matches!(view.value(), NodeValue::Null);
    let required = operation
        .get("security")
        .filter(present)
        .or_else(|| root.get("security"))?;
    let schemes = root
        .get("components")?
        .get("securitySchemes")
        .filter(View::is_truthy)?;
    // An alternative without schemes is no requirement at all and says nothing.
    let alternatives: Vec<_> = required
        .items()
        .into_iter()
        .map(|alternative| alternative.members())
        .filter(|names| !names.is_empty())
        .collect();
    if alternatives.is_empty() {
        return None;
    }
    let place = required.node().span;
    let single: Vec<&str> = alternatives
        .iter()
        .filter_map(|names| match names.as_slice() {
            [(name, _)] => Some(*name),
            _ => None,
        })
        .collect();
    if single.is_empty() {
        return Some(Finding::new(Reason::MultipleAuthentication, place));
    }
    if target == Target::Plugin {
        return None;
    }
    let supported = single
        .iter()
        .filter_map(|name| schemes.get(name))
        .any(|scheme| is_supported(&scheme));
    (!supported).then(|| Finding::new(Reason::AuthenticationKind, place))
}

fn is_supported(scheme: &View<'_>) -> bool {
    match scheme.str("type") {
        Some("apiKey") => true,
        Some("oauth2") => scheme
            .get("flows")
            .is_some_and(|flows| flows.holds("authorizationCode")),
        Some("http") => scheme
            .str("scheme")
            .is_some_and(|name| name.eq_ignore_ascii_case("bearer")),
        _ => false,
    }
}
