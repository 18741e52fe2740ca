//! From a manifest command to the operation it calls, once, at install.

use super::{Found, OpenApi};
use crate::manifest::{Declared, Parameter};
use crate::operation::{Location, Method, Operation, OperationParameter};
use crate::path_template::PathTemplate;
use crate::problem::{Problem, Problems};

/// The operation and the command's parameters, now knowing what the operation requires. `None`
/// where it can't be called; the reasons are in `problems`.
pub(crate) fn command_operation(
    api: &OpenApi,
    command: &Declared<'_>,
    problems: &mut Problems,
) -> Option<(Operation, Vec<Parameter>)> {
    let found = find(api, command, problems)?;
    let method = match found.entry.method.as_str() {
        "GET" => Method::Get,
        "POST" => Method::Post,
        other => {
            problems.push(Problem::at(
                "method_unsupported",
                &found.operation,
                format!("Message extensions call GET and POST operations, not {other}."),
                "Offer another operation.",
            ));
            return None;
        }
    };
    let Some(path) = PathTemplate::parse(&found.entry.path) else {
        problems.push(Problem::at(
            "path_not_a_template",
            &found.path_item,
            format!("The path {:?} is no path template.", found.entry.path),
            "Begin it with a slash and close every brace; queries are parameters.",
        ));
        return None;
    };
    let declared = api.declared(&found, problems);
    let mut parameters = api.url_parameters(&declared, problems);
    let body = match method {
        Method::Get => None,
        Method::Post => api.body(&found.operation, &declared, problems),
    };
    let body = body.map(|(body, properties)| {
        parameters.extend(properties);
        body
    });
    for name in path.parameters() {
        let known = parameters
            .iter()
            .any(|parameter| parameter.location == Location::Path && parameter.name == name);
        if !known {
            problems.push(Problem::at(
                "path_parameter_undeclared",
                &found.operation,
                format!("The path has {{{name}}}, but no parameter of that name can be sent."),
                "Declare it as a parameter in path, with a schema of a single value.",
            ));
        }
    }
    let asked = bind(command, &mut parameters, problems);
    for parameter in &parameters {
        let offered = asked.iter().any(|asked| asked.name == parameter.name);
        if parameter.required && parameter.default.is_none() && !offered {
            problems.push(Problem::at(
                "required_parameter_not_offered",
                &command.place,
                format!(
                    "The operation requires {:?}, which the command doesn't ask for.",
                    parameter.name
                ),
                "Add the parameter to the command, or a default to the description.",
            ));
        }
    }
    let operation = Operation {
        operation_id: found.entry.operation_id.clone(),
        method,
        server: api.server(&found, problems)?,
        path,
        parameters,
        body,
        security: api.security(&found),
    };
    Some((operation, asked))
}

fn find<'a>(
    api: &'a OpenApi,
    command: &Declared<'_>,
    problems: &mut Problems,
) -> Option<Found<'a>> {
    let all = api.found();
    let mut same: Vec<&Found<'a>> = all
        .iter()
        .filter(|found| found.entry.operation_id == command.id())
        .collect();
    // A made id gives way to a written one.
    if same.iter().any(|found| !found.entry.id_made) {
        same.retain(|found| !found.entry.id_made);
    }
    match same.as_slice() {
        [found] => Some((*found).clone()),
        [] => {
            let names = all.iter().map(|found| found.entry.operation_id.as_str());
            problems.push(Problem::at(
                "command_without_operation",
                &command.id,
                format!(
                    "No operation of the API description has the operationId {:?}.",
                    command.id()
                ),
                did_you_mean(command.id(), names)
                    .unwrap_or_else(|| "Set the command's id to an operationId.".to_owned()),
            ));
            None
        }
        [_, second, ..] => {
            problems.push(Problem::at(
                "operation_id_duplicate",
                &second.operation,
                format!(
                    "Several operations have the operationId {:?}.",
                    command.id()
                ),
                "Give each operation its own operationId.",
            ));
            None
        }
    }
}

/// Ties each parameter of the command to one of the operation, by its name, or for a nested body
/// property by its dotted or, where that is unique, its last name, as the vendor's tools write it.
fn bind(
    command: &Declared<'_>,
    parameters: &mut [OperationParameter],
    problems: &mut Problems,
) -> Vec<Parameter> {
    let mut asked = Vec::new();
    let mut taken = Vec::new();
    for (parameter, place) in &command.parameters {
        let named = |matches: &dyn Fn(&OperationParameter) -> bool| -> Vec<usize> {
            (0..parameters.len())
                .filter(|index| matches(&parameters[*index]))
                .collect()
        };
        let mut hits = named(&|candidate| candidate.name == parameter.name);
        if hits.is_empty() {
            hits = named(&|candidate| {
                matches!(candidate.location, Location::Body { .. })
                    && candidate.name.rsplit('.').next() == Some(parameter.name.as_str())
            });
        }
        hits.retain(|index| !taken.contains(index));
        match hits.as_slice() {
            [index] => {
                taken.push(*index);
                let target = &mut parameters[*index];
                target.name.clone_from(&parameter.name);
                let mut parameter = parameter.clone();
                parameter.required |= target.required && target.default.is_none();
                asked.push(parameter);
            }
            [] => {
                let names = parameters.iter().map(|parameter| parameter.name.as_str());
                problems.push(Problem::at(
                    "parameter_not_in_operation",
                    place,
                    format!(
                        "The operation has no parameter or body property {:?} that can be sent.",
                        parameter.name
                    ),
                    did_you_mean(&parameter.name, names)
                        .unwrap_or_else(|| "Use a name of the API description.".to_owned()),
                ));
            }
            [..] => problems.push(Problem::at(
                "parameter_ambiguous",
                place,
                format!(
                    "The operation has {} places named {:?}.",
                    hits.len(),
                    parameter.name
                ),
                "Write the property's names from the body's root, joined by dots.",
            )),
        }
    }
    asked
}

fn did_you_mean<'n>(wrong: &str, names: impl Iterator<Item = &'n str>) -> Option<String> {
    names
        .map(|name| {
            (
                strsim::jaro_winkler(&wrong.to_lowercase(), &name.to_lowercase()),
                name,
            )
        })
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .map(|(_, name)| format!("Did you mean {name:?}?"))
}
