//! A whole app package from an OpenAPI description.
//!
//! ```text
//! description -> operations that a message extension can call -> a command and a rendering
//! template each -> manifest, icons, description -> loaded once, as at install
//! ```
//!
//! The same description and the same choices give the same bytes. What can't be called is left out
//! and named; what is written validates, packs and installs.

mod authorization;
mod command;
mod error;
mod icon;
mod identifier;
mod manifest;
mod preview;
mod sample;
mod source;
mod template;
mod text;
mod trim;
mod values;

use serde::Serialize;
use serde_json::Value;
use url::Url;

use crate::inspect::{OperationReport, Target};
use crate::openapi::graph::Graph;
use crate::package::{Package, load_within};
use crate::problem::Problem;
use crate::{Limits, PackageFiles};

use authorization::Authorization;
pub use error::GenerateError;
use source::Source;

/// Commands of an extension.
const COMMANDS: usize = 10;
/// Operations tried before the rest is left out unseen.
const TRIES: usize = 100;

/// What to put into a package.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// The app's id, a GUID. The manifest keeps it for ever, so it is the caller's to choose.
    pub id: String,
    /// Operation ids in the order wanted; empty: the first ten that can be offered.
    pub operations: Vec<String>,
    /// The ID of the registration, as it goes into the manifest; `None`: a placeholder, to be
    /// bound or replaced.
    pub registration: Option<String>,
    /// The API's server, where the description names none that is absolute and https.
    pub server: Option<Url>,
    /// The app's short name; `None`: the description's title.
    pub name: Option<String>,
}

/// A package, and what else its author needs.
#[derive(Debug)]
pub struct GeneratedPackage {
    /// The files of the package.
    pub files: PackageFiles,
    /// The commands, in the manifest's order.
    pub commands: Vec<Offer>,
    /// What was left out, in the description's order.
    pub left_out: Vec<LeftOut>,
    /// Fields of the registration that the description knows, for
    /// `cloakroom registration create --file`; `None` where the API wants no OAuth.
    pub registration: Option<Value>,
    /// Warnings of the finished package.
    pub warnings: Vec<Problem>,
}

/// An operation as a command would offer it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Offer {
    /// In upper case.
    pub method: String,
    /// The path as written.
    pub path: String,
    /// The operation's id, which becomes the command's.
    pub operation_id: String,
    /// The manifest's command.
    pub command: Value,
    /// The response rendering template.
    pub template: Value,
    /// An answer as the description has it, made up where it gives no example: for a look at the
    /// cards before there is an API.
    pub sample: Value,
}

/// An operation that no command calls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LeftOut {
    /// In upper case.
    pub method: String,
    /// The path as written.
    pub path: String,
    /// The operation's id.
    pub operation_id: String,
    /// A stable code: one of [`Reason`](crate::Reason), a [`Problem`]'s, or `not_chosen`,
    /// `other_authentication`, `too_many_commands`.
    pub code: String,
    /// Why, one sentence.
    pub why: String,
}

/// Makes a package.
///
/// # Errors
/// The description can't be read or is not valid, none of its operations can be called, what was
/// chosen is not there, or what the commands use is too large for a package.
pub fn generate(
    file: &str,
    bytes: &[u8],
    choices: &Choices,
    limits: &Limits,
) -> Result<GeneratedPackage, GenerateError> {
    if !manifest::is_guid(&choices.id) {
        return Err(GenerateError::Id(choices.id.clone()));
    }
    let source = Source::read(file, bytes, choices.server.as_ref(), limits)?;
    let description = source.description()?;
    let graph = description.graph();
    let operations = source.operations(&graph);
    let wanted = wanted(&operations, choices)?;
    let maker = Maker {
        source: &source,
        graph: &graph,
        operations: &operations,
        choices,
        installed: Limits::default(),
    };
    // Nearly always all that looks well loads; only if not, each is tried alone.
    let first = maker.choose(&wanted, false)?;
    let made = match maker.load(&first) {
        Ok(package) => Ok((first, package)),
        Err(_) => {
            let tried = maker.choose(&wanted, true)?;
            maker.load(&tried).map(|package| (tried, package))
        }
    };
    let (selection, package) = made?;
    let mut left_out = selection.left_out;
    for operation in &operations {
        if !wanted
            .iter()
            .any(|wanted| std::ptr::eq(wanted.report, operation.report))
        {
            left_out.push(operation.left_out("not_chosen", "It was not asked for."));
        }
    }
    let registration = selection
        .authorization
        .as_ref()
        .and_then(|authorization| authorization.registration(&source, choices));
    Ok(GeneratedPackage {
        files: package.files,
        commands: selection
            .chosen
            .into_iter()
            .map(|chosen| chosen.offer)
            .collect(),
        left_out,
        registration,
        warnings: package.warnings,
    })
}

/// All operations that a message extension can call, each as its command would look.
///
/// # Errors
/// The description can't be read.
pub fn offers(
    file: &str,
    bytes: &[u8],
    server: Option<&Url>,
    limits: &Limits,
) -> Result<Vec<Offer>, GenerateError> {
    let source = Source::read(file, bytes, server, limits)?;
    let description = source.description()?;
    let graph = description.graph();
    Ok(source
        .operations(&graph)
        .iter()
        .filter(|operation| operation.report.valid())
        .filter_map(|operation| preview::offer(operation).ok())
        .collect())
}

/// What the choice of operations is made from.
struct Maker<'s, 'a> {
    source: &'s Source,
    graph: &'a Graph<'a>,
    operations: &'s [source::Operation<'s, 'a>],
    choices: &'s Choices,
    /// What is made is read within the limits of packages, not those of descriptions alone.
    installed: Limits,
}

/// The operations of a package.
struct Selection<'s, 'a> {
    chosen: Vec<Chosen<'s, 'a>>,
    left_out: Vec<LeftOut>,
    authorization: Option<Authorization>,
}

impl<'s, 'a> Maker<'s, 'a> {
    /// The first operations that fit; with `each_alone` also those only whose package loads.
    fn choose(
        &self,
        wanted: &[&'s source::Operation<'s, 'a>],
        each_alone: bool,
    ) -> Result<Selection<'s, 'a>, GenerateError> {
        let mut selection = Selection {
            chosen: Vec::new(),
            left_out: Vec::new(),
            authorization: None,
        };
        let mut tries = 0;
        for operation in wanted {
            match self.candidate(operation, &selection, tries) {
                Err(left_out) => selection.left_out.push(left_out),
                Ok((candidate, authorization)) => {
                    tries += 1;
                    if each_alone {
                        let alone = Selection {
                            chosen: vec![candidate],
                            left_out: Vec::new(),
                            authorization: authorization.clone(),
                        };
                        if let Err(error) = self.load(&alone) {
                            let problem = match &error {
                                GenerateError::NotInstallable(errors) => errors.first(),
                                GenerateError::TooLarge(problem) => Some(&**problem),
                                _ => return Err(error),
                            };
                            let (code, why) = problem
                                .map_or(("package_not_understood", ""), |p| (p.code, &p.sentence));
                            selection.left_out.push(operation.left_out(code, why));
                            continue;
                        }
                        selection.chosen.extend(alone.chosen);
                    } else {
                        selection.chosen.push(candidate);
                    }
                    selection.authorization = authorization;
                }
            }
        }
        if selection.chosen.is_empty() {
            return Err(GenerateError::NothingToOffer(selection.left_out));
        }
        Ok(selection)
    }

    /// The command of an operation and the authorization that the package then has, or why not.
    fn candidate(
        &self,
        operation: &'s source::Operation<'s, 'a>,
        selection: &Selection<'s, 'a>,
        tries: usize,
    ) -> Result<(Chosen<'s, 'a>, Option<Authorization>), LeftOut> {
        if let Some(reason) = operation.report.reasons.first() {
            let why = reason.detail.as_deref().unwrap_or(reason.what.sentence());
            return Err(operation.left_out(reason.what.code(), why));
        }
        if selection.chosen.len() == COMMANDS || tries == TRIES {
            let why = "An extension has at most ten commands.";
            return Err(operation.left_out("too_many_commands", why));
        }
        let wants = authorization::of(&operation.view, self.graph);
        if let (Some(first), Some(wants)) = (&selection.authorization, &wants)
            && first != wants
        {
            let why = "The commands of an extension share one kind of authentication; this one has another.";
            return Err(operation.left_out("other_authentication", why));
        }
        let offer = preview::offer(operation)
            .map_err(|why| operation.left_out("parameters_unsupported", &why))?;
        let authorization = selection.authorization.clone().or(wants);
        Ok((Chosen { operation, offer }, authorization))
    }

    /// Makes the package and reads it as an install does.
    fn load(&self, selection: &Selection<'_, '_>) -> Result<Package, GenerateError> {
        let files =
            self.source
                .package(self, &selection.chosen, selection.authorization.as_ref())?;
        load_within(files, &self.installed)
            .map_err(|errors| GenerateError::NotInstallable(Box::new(errors)))
    }
}

/// A valid operation and its command.
struct Chosen<'s, 'a> {
    operation: &'s source::Operation<'s, 'a>,
    offer: Offer,
}

/// The operations asked for, or all.
fn wanted<'s, 'a>(
    operations: &'s [source::Operation<'s, 'a>],
    choices: &Choices,
) -> Result<Vec<&'s source::Operation<'s, 'a>>, GenerateError> {
    if choices.operations.is_empty() {
        return Ok(operations.iter().collect());
    }
    choices
        .operations
        .iter()
        .map(|id| {
            operations
                .iter()
                .find(|operation| operation.report.operation_id == *id || operation.id == *id)
                .ok_or_else(|| GenerateError::UnknownOperation(id.clone()))
        })
        .collect()
}

impl source::Operation<'_, '_> {
    fn left_out(&self, code: &str, why: &str) -> LeftOut {
        let OperationReport {
            method,
            path,
            operation_id,
            ..
        } = self.report;
        LeftOut {
            method: method.clone(),
            path: path.clone(),
            operation_id: operation_id.clone(),
            code: code.to_owned(),
            why: why.to_owned(),
        }
    }
}

/// Whom packages are made for.
const TARGET: Target = Target::MessageExtension;

#[cfg(test)]
mod tests;
