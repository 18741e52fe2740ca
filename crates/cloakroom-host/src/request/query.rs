//! The query: values encoded by RFC 3986, and paging.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Page;
use super::values::Values;
use crate::activity::Query;
use crate::catalog::CompiledCommand;

/// Everything but the unreserved characters of RFC 3986 §2.3.
pub(crate) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The query without its `?`; `None` when there is nothing to send.
pub(super) fn encode(pairs: &[(&str, String)]) -> Option<String> {
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| {
            format!(
                "{}={}",
                utf8_percent_encode(name, RESERVED),
                utf8_percent_encode(value, RESERVED)
            )
        })
        .collect();
    (!pairs.is_empty()).then(|| pairs.join("&"))
}

/// Gives the page to the parameters that the operation has for it, and says what is left to do.
pub(super) fn page<'c>(
    command: &'c CompiledCommand,
    query: &Query,
    values: &mut Values,
    pairs: &mut Vec<(&'c str, String)>,
) -> Page {
    let parameters = &command.command.operation.parameters;
    // The page is the activity's: it takes the place of a default, not of what the user gave.
    let mut free = |index: Option<usize>| {
        let index = index.filter(|index| !values.given(*index))?;
        values.clear(index);
        parameters.get(index)
    };
    let skip = free(command.paging.skip);
    if let Some(parameter) = skip {
        pairs.push((&parameter.name, query.skip.to_string()));
    }
    // Who can't be told to leave results out has to be asked for those too.
    let left = if skip.is_some() { 0 } else { query.skip };
    if let Some(parameter) = free(command.paging.count) {
        pairs.push((
            &parameter.name,
            left.saturating_add(query.count).to_string(),
        ));
    }
    Page {
        skip: left,
        count: query.count,
    }
}
