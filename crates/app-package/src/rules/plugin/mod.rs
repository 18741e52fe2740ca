//! Declarative agents and API plugins.

mod agent_file;
mod capital_type;
mod data_path;
mod function_duplicate;
mod function_without_operation;
mod function_without_runtime;
mod no_actions;
mod reference_differs;
mod reference_id;
mod remote_description;
mod runtime_not_served;
mod selector_and_static;
mod two_descriptions;
mod two_runtimes;
mod unknown_function;
mod version_unknown;

use super::Context;
use super::Rule;
use super::context::folder_of;
use crate::document::Cursor;
use crate::openapi::{OpenApi, join};

pub(super) static RULES: &[&Rule] = &[
    &agent_file::RULE,
    &capital_type::RULE,
    &data_path::RULE,
    &function_duplicate::RULE,
    &function_without_operation::RULE,
    &function_without_runtime::RULE,
    &no_actions::RULE,
    &reference_differs::RULE,
    &reference_id::RULE,
    &remote_description::RULE,
    &runtime_not_served::RULE,
    &selector_and_static::RULE,
    &two_descriptions::RULE,
    &two_runtimes::RULE,
    &unknown_function::RULE,
    &version_unknown::RULE,
];

/// The functions of a plugin manifest.
pub(super) fn functions<'a>(plugin: &Cursor<'a>) -> Vec<Cursor<'a>> {
    let list = plugin.present("functions");
    list.map(|list| list.items()).unwrap_or_default()
}

/// The runtimes of a plugin manifest.
fn runtimes<'a>(plugin: &Cursor<'a>) -> Vec<Cursor<'a>> {
    let list = plugin.present("runtimes");
    list.map(|list| list.items()).unwrap_or_default()
}

/// `capabilities.response_semantics` of a function.
fn semantics<'a>(function: &Cursor<'a>) -> Option<Cursor<'a>> {
    function
        .present("capabilities")?
        .present("response_semantics")
}

/// Whether a runtime lists a function by name.
fn lists(runtime: &Cursor<'_>, name: &str) -> bool {
    let list = runtime
        .present("run_for_functions")
        .map(|list| list.items());
    list.unwrap_or_default()
        .iter()
        .any(|item| item.node.as_str() == Some(name))
}

/// Whether a runtime runs a function: it lists it, lists `*`, or lists nothing at all.
fn runs(runtime: &Cursor<'_>, name: &str) -> bool {
    runtime.present("run_for_functions").is_none() || lists(runtime, name) || lists(runtime, "*")
}

/// Whether a name leads out of the package.
fn is_remote(url: &Cursor<'_>) -> bool {
    url.node.as_str().is_some_and(|text| text.contains("://"))
}

/// The description that a runtime names, if it is in the package.
fn description<'a>(context: &Context<'a>, runtime: &Cursor<'a>) -> Option<&'a OpenApi> {
    let url = runtime.present("spec")?.present("url")?;
    let name = join(folder_of(&url.document.file), url.node.as_str()?).ok()?;
    context.description(&name)
}
