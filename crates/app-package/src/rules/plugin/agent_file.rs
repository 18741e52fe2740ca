//! P001, `agent-file-missing`.

use super::super::Context;
use super::super::context::{declarative_agents, folder_of};
use super::is_remote;
use crate::diagnostic::Diagnostics;
use crate::document::Cursor;
use crate::openapi::join;

rule! {
    /// The file of a declarative agent, of an action, of an API description or of a static template
    /// that a plugin names is not in the package.
    ///
    /// ## Why
    ///
    /// The manifest leads to the agent by `copilotAgents.declarativeAgents[].file`, the agent to
    /// plugins by `actions[].file`, the plugin to descriptions by `spec.url`: each name is relative
    /// to the file that it stands in.
    "P001" "agent-file-missing" Error Plugin Documentation
    mend "Add the file, or correct its name."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    if context.alone {
        return;
    }
    if let Some(root) = &context.manifest {
        for agent in declarative_agents(root) {
            judge(context, agent.present("file"), found);
        }
    }
    for agent in &context.agents {
        for action in agent
            .present("actions")
            .map(|list| list.items())
            .unwrap_or_default()
        {
            judge(context, action.present("file"), found);
        }
    }
    for plugin in &context.plugins {
        for runtime in super::runtimes(&plugin.root) {
            let url = runtime.present("spec").and_then(|spec| spec.present("url"));
            let remote = url.as_ref().is_some_and(|url| is_remote(url));
            if !remote && runtime.str("type") == Some("OpenApi") {
                judge(context, url, found);
            }
        }
        for function in super::functions(&plugin.root) {
            let template = super::semantics(&function)
                .and_then(|semantics| semantics.present("static_template")?.present("file"));
            judge(context, template, found);
        }
    }
}

fn judge(context: &Context<'_>, place: Option<Cursor<'_>>, found: &mut Diagnostics) {
    let Some(place) = place else {
        return;
    };
    let written = place.node.as_str().unwrap_or_default();
    match join(folder_of(&place.document.file), written) {
        Ok(name) if context.files.get(&name).is_some() => {}
        Ok(name) => found.at(
            &RULE,
            &place,
            format!("The package has no file {name:?}."),
            "Add the file, or correct its name.",
        ),
        Err(reason) => found.at(
            &RULE,
            &place,
            format!("The file name {written:?} {reason}."),
            "Write a relative name inside the package, with / between folders.",
        ),
    }
}
