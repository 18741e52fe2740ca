//! From a package to what an invoke runs: templates and paths compiled once.

use adaptive_cards_templating::json_path::{JsonPath, Mode};
use adaptive_cards_templating::{Classes, Limits, NullText, Options, Template};
use app_package::{
    Command, Limits as PackageLimits, LoadErrors, Location, Manifest, OperationParameter, Package,
    PackageFiles, ParameterType, Problem, Severity, load, read_zip,
};
use bytes::Bytes;
use serde_json::Value;

use crate::cards::{classes, preview_classes};
use crate::images::Picture;

/// Bytes of one card.
const CARD_BYTES: u64 = 256 * 1024;
/// Values of one card.
const CARD_NODES: u64 = 20_000;
/// Steps of one card.
const CARD_STEPS: u64 = 200_000;

/// A version of an app, ready to serve.
#[derive(Debug)]
pub(crate) struct CompiledApp {
    pub(crate) manifest: Manifest,
    pub(crate) commands: Vec<CompiledCommand>,
    pub(crate) warnings: Vec<Problem>,
    pub(crate) icon: Option<Picture>,
    /// Names of all files.
    pub(crate) files: Vec<String>,
}

impl CompiledApp {
    /// The index of a command.
    pub(crate) fn command(&self, id: &str) -> Option<usize> {
        self.commands
            .iter()
            .position(|command| command.command.id == id)
    }
}

/// A command, ready to run.
#[derive(Debug)]
pub(crate) struct CompiledCommand {
    pub(crate) command: Command,
    pub(crate) json_path: Option<JsonPath>,
    pub(crate) card: Template,
    pub(crate) preview: Template,
    pub(crate) paging: Paging,
}

/// Which parameters of the operation page its results, by index.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Paging {
    /// How many results are left out.
    pub(crate) skip: Option<usize>,
    /// How many are wanted.
    pub(crate) count: Option<usize>,
}

impl Paging {
    /// Finds them by the usual names, among numbers in the query that the user is not asked for.
    pub(crate) fn of(command: &Command) -> Self {
        let find = |names: &[&str]| {
            command
                .operation
                .parameters
                .iter()
                .position(|parameter: &OperationParameter| {
                    let name = parameter.name.trim_start_matches('$');
                    parameter.location == Location::Query
                        && matches!(
                            parameter.kind,
                            ParameterType::Integer | ParameterType::Number
                        )
                        && names.iter().any(|wanted| name.eq_ignore_ascii_case(wanted))
                        && !command
                            .parameters
                            .iter()
                            .any(|asked| asked.name == parameter.name)
                })
        };
        Self {
            skip: find(&["skip", "offset"]),
            count: find(&["count", "limit", "top"]),
        }
    }
}

/// Reads, checks and compiles a package.
pub(crate) fn from_zip(bytes: &[u8]) -> Result<CompiledApp, LoadErrors> {
    let files = read_zip(bytes, &PackageLimits::default()).map_err(|error| LoadErrors {
        problems: vec![whole_file(
            error.code(),
            "the package",
            error.to_string(),
            error.fix().to_owned(),
        )],
    })?;
    compile(files)
}

/// Checks and compiles a package that has been read.
pub(crate) fn compile(files: PackageFiles) -> Result<CompiledApp, LoadErrors> {
    let package = load(files)?;
    let icon = package.color_icon().map(|png| Picture {
        content_type: "image/png",
        bytes: Bytes::copy_from_slice(png),
    });
    let Package {
        manifest,
        commands,
        warnings,
        files,
        ..
    } = package;
    let files = files.iter().map(|(name, _)| name.to_owned()).collect();
    let mut problems = Vec::new();
    let mut compiled = Vec::with_capacity(commands.len());
    for command in commands {
        match compile_command(command) {
            Ok(command) => compiled.push(command),
            Err(problem) => problems.push(*problem),
        }
    }
    if !problems.is_empty() {
        problems.extend(warnings);
        return Err(LoadErrors { problems });
    }
    Ok(CompiledApp {
        manifest,
        commands: compiled,
        warnings,
        icon,
        files,
    })
}

fn compile_command(command: Command) -> Result<CompiledCommand, Box<Problem>> {
    let rendering = &command.rendering;
    let template = |part: &'static str, value: &Value, classes: Classes| {
        Template::compile(value, &options(classes)).map_err(|error| {
            let mut problem = whole_file(
                "template_invalid",
                &rendering.file,
                format!("An expression of the {part} is not valid: {}.", error.source),
                "Correct the expression; the functions and their arguments are those of Adaptive Expressions.".to_owned(),
            );
            problem.pointer = format!("/{part}{}", error.pointer);
            Box::new(problem)
        })
    };
    let card = template(
        "responseCardTemplate",
        &without_host_commands(&rendering.card),
        classes(),
    )?;
    let preview = template("previewCardTemplate", &rendering.preview, preview_classes())?;
    let json_path = rendering
        .json_path
        .as_deref()
        .map(|path| JsonPath::compile(path, Mode::Newtonsoft))
        .transpose();
    let json_path = json_path.map_err(|error| {
        let mut problem = whole_file(
            "json_path_invalid",
            &rendering.file,
            format!("The jsonPath can't be used: {error}."),
            "Write the path to the list of results, such as `results` or `$.data.items`."
                .to_owned(),
        );
        "/jsonPath".clone_into(&mut problem.pointer);
        Box::new(problem)
    })?;
    let paging = Paging::of(&command);
    Ok(CompiledCommand {
        command,
        json_path,
        card,
        preview,
        paging,
    })
}

/// The template without the properties by which a card makes its client call a bot or sign the
/// user in: neither has a meaning here, and both would be answered by whoever the card names.
pub(crate) fn without_host_commands(card: &Value) -> Value {
    let mut card = card.clone();
    if let Value::Object(root) = &mut card {
        root.retain(|name, _| {
            !name.eq_ignore_ascii_case("authentication") && !name.eq_ignore_ascii_case("refresh")
        });
    }
    card
}

pub(crate) fn options(classes: Classes) -> Options {
    Options {
        classes,
        limits: Limits {
            steps: CARD_STEPS,
            output_bytes: CARD_BYTES,
            output_nodes: CARD_NODES,
            ..Limits::default()
        },
        // An API that leaves a field null is no reason to show nothing at all.
        null_text: NullText::Empty,
        ..Options::default()
    }
}

fn whole_file(code: &'static str, file: &str, sentence: String, fix: String) -> Problem {
    Problem {
        code,
        severity: Severity::Error,
        file: file.to_owned(),
        pointer: String::new(),
        span: (0, 0),
        line: 0,
        column: 0,
        sentence,
        fix,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::path::Path;

    use app_package::read_folder;

    use super::*;

    #[test]
    fn the_sample_package_compiles_and_its_pages_are_the_operations_own() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/repairs");
        let app = compile(read_folder(&folder, &PackageLimits::default()).unwrap()).unwrap();
        let list = &app.commands[app.command("listRepairs").unwrap()];
        let name = |index: Option<usize>| {
            list.command.operation.parameters[index.unwrap()]
                .name
                .as_str()
        };
        assert_eq!(
            (name(list.paging.skip), name(list.paging.count)),
            ("skip", "count")
        );
        assert!(app.icon.is_some());
        for command in &app.commands {
            assert!(
                command.card.unknown_functions().is_empty(),
                "{}",
                command.command.id
            );
        }
    }
}
