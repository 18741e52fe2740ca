//! An operation as its command would look.

use super::source::Operation;
use super::{Offer, command, sample, template};

/// The command and its template, or why there can be none.
pub(super) fn offer(operation: &Operation<'_, '_>) -> Result<Offer, String> {
    let command = command::of(
        &operation.id,
        &operation.template,
        &operation.item,
        &operation.view,
    )?;
    let title = command["title"].as_str().unwrap_or_default().to_owned();
    Ok(Offer {
        method: operation.report.method.clone(),
        path: operation.report.path.clone(),
        operation_id: operation.id.clone(),
        template: template::of(&operation.view, &title),
        sample: sample::of(&operation.view),
        command,
    })
}
