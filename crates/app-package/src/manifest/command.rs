//! `commands` of a compose extension.

use std::collections::HashSet;

use super::{Choice, CommandContext, InputType, Parameter};
use crate::document::Cursor;
use crate::problem::{Problem, Problems};
use crate::schema::{Kind, limit};

/// Where the schemas limit how many there are.
const COMMANDS: &str = "/composeExtensions/*/commands";
const PARAMETERS: &str = "/composeExtensions/*/commands/*/parameters";

/// A command as the manifest declares it, before it is resolved to an operation.
#[derive(Clone, Debug)]
pub(crate) struct Declared<'a> {
    pub(crate) id: Cursor<'a>,
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    pub(crate) contexts: Vec<CommandContext>,
    pub(crate) initial_run: bool,
    pub(crate) parameters: Vec<(Parameter, Cursor<'a>)>,
    pub(crate) template: Option<Cursor<'a>>,
    pub(crate) place: Cursor<'a>,
}

impl<'a> Declared<'a> {
    /// The command's ID, which is also its operation's.
    pub(crate) fn id(&self) -> &'a str {
        self.id.node.as_str().unwrap_or_default()
    }
}

/// All commands that can be offered.
pub(super) fn read_all<'a>(extension: &Cursor<'a>, problems: &mut Problems) -> Vec<Declared<'a>> {
    let mut seen = HashSet::new();
    let mut commands = Vec::new();
    let list = extension
        .present("commands")
        .map(|list| list.items())
        .unwrap_or_default();
    if list.is_empty() {
        problems.push(Problem::at(
            "no_commands",
            extension,
            "The extension has no commands.",
            "Add a command whose id is the operationId of an operation.",
        ));
    }
    let most = limit(Kind::Manifest, COMMANDS).unwrap_or(usize::MAX);
    if let Some(first_too_many) = list.get(most) {
        problems.push(Problem::at(
            "too_many_commands",
            first_too_many,
            format!("An API-based message extension has at most {most} commands."),
            format!("Remove commands until {most} are left."),
        ));
        return commands;
    }
    for place in list {
        let Some(command) = read(&place, problems) else {
            continue;
        };
        if !seen.insert(command.id()) {
            problems.push(Problem::at(
                "command_id_duplicate",
                &command.id,
                format!("Two commands have the id {:?}.", command.id()),
                "Keep one command for each operation.",
            ));
            continue;
        }
        commands.push(command);
    }
    commands
}

fn read<'a>(place: &Cursor<'a>, problems: &mut Problems) -> Option<Declared<'a>> {
    let Some(id) = place
        .present("id")
        .filter(|id| id.node.as_str().is_some_and(|id| !id.is_empty()))
    else {
        problems.push(Problem::at(
            "command_id_missing",
            place,
            "The command has no id.",
            "Set id to the operationId of the operation that it calls.",
        ));
        return None;
    };
    if place.str("type").is_some_and(|kind| kind != "query") {
        let at = place.present("type").unwrap_or_else(|| place.clone());
        problems.push(
            Problem::at(
                "command_not_query",
                &at,
                "API-based message extensions have search commands only; this one is not offered.",
                "Set type to \"query\".",
            )
            .warning(),
        );
        return None;
    }
    let contexts = contexts(place, problems);
    if contexts.is_empty() {
        return None;
    }
    let title = place.str("title").filter(|title| !title.trim().is_empty());
    if title.is_none() {
        problems.push(
            Problem::at(
                "command_title_missing",
                place,
                "The command has no title.",
                "Add a title.",
            )
            .warning(),
        );
    }
    let list = place
        .present("parameters")
        .map(|list| list.items())
        .unwrap_or_default();
    let most = limit(Kind::Manifest, PARAMETERS).unwrap_or(usize::MAX);
    if let Some(first_too_many) = list.get(most) {
        problems.push(Problem::at(
            "too_many_parameters",
            first_too_many,
            format!("A command has at most {most} parameters."),
            format!(
                "Remove parameters until {most} are left; the operation's defaults fill in the rest."
            ),
        ));
    }
    let mut names = HashSet::new();
    let mut parameters = Vec::new();
    for place in list.into_iter().take(most) {
        let Some(parameter) = parameter(&place, problems) else {
            continue;
        };
        if names.insert(parameter.name.clone()) {
            parameters.push((parameter, place));
        } else {
            problems.push(Problem::at(
                "parameter_name_duplicate",
                &place,
                format!("Two parameters have the name {:?}.", parameter.name),
                "Keep one of them.",
            ));
        }
    }
    Some(Declared {
        title: title
            .unwrap_or_else(|| id.node.as_str().unwrap_or_default())
            .to_owned(),
        description: place.str("description").map(str::to_owned),
        contexts,
        initial_run: place.bool("initialRun").unwrap_or(false),
        parameters,
        template: place.present("apiResponseRenderingTemplateFile"),
        id,
        place: place.clone(),
    })
}

fn contexts(place: &Cursor<'_>, problems: &mut Problems) -> Vec<CommandContext> {
    let Some(list) = place.present("context") else {
        return vec![CommandContext::Compose, CommandContext::CommandBox];
    };
    let mut contexts = Vec::new();
    for item in list.items() {
        let context = match item.node.as_str() {
            Some("compose") => CommandContext::Compose,
            Some("commandBox") => CommandContext::CommandBox,
            _ => {
                problems.push(
                    Problem::at(
                        "command_context_unsupported",
                        &item,
                        "API-based message extensions are offered in compose and commandBox only.",
                        "Remove the context.",
                    )
                    .warning(),
                );
                continue;
            }
        };
        if !contexts.contains(&context) {
            contexts.push(context);
        }
    }
    contexts
}

fn parameter(place: &Cursor<'_>, problems: &mut Problems) -> Option<Parameter> {
    let Some(name) = place.str("name").filter(|name| !name.is_empty()) else {
        problems.push(Problem::at(
            "parameter_name_missing",
            place,
            "The parameter has no name.",
            "Set name to that of the operation's parameter or body property.",
        ));
        return None;
    };
    let input_type = match place.str("inputType") {
        None | Some("text") => InputType::Text,
        Some("textarea") => InputType::Textarea,
        Some("number") => InputType::Number,
        Some("date") => InputType::Date,
        Some("time") => InputType::Time,
        Some("toggle") => InputType::Toggle,
        Some("choiceset") => InputType::Choiceset,
        Some(other) => {
            let at = place.present("inputType").unwrap_or_else(|| place.clone());
            problems.push(Problem::at(
                "input_type_unknown",
                &at,
                format!("The inputType {other:?} is not known."),
                "Write text, textarea, number, date, time, toggle or choiceset.",
            ));
            InputType::Text
        }
    };
    let choices: Vec<Choice> = place
        .present("choices")
        .map(|list| list.items())
        .unwrap_or_default()
        .iter()
        .filter_map(|choice| {
            let (title, value) = (choice.str("title")?, choice.str("value")?);
            Some(Choice {
                title: title.to_owned(),
                value: value.to_owned(),
            })
        })
        .collect();
    if input_type == InputType::Choiceset && choices.is_empty() {
        problems.push(Problem::at(
            "choices_missing",
            place,
            "A choiceset has no choices.",
            "Add choices of title and value, or use another inputType.",
        ));
    }
    Some(Parameter {
        name: name.to_owned(),
        title: place.str("title").unwrap_or(name).to_owned(),
        description: place.str("description").map(str::to_owned),
        input_type,
        choices,
        required: place.bool("isRequired").unwrap_or(false),
        default: place.str("value").map(str::to_owned),
    })
}
