//! A package, understood: manifest, commands with their operations and templates, icons.

use std::collections::BTreeMap;

use crate::document::{Cursor, Document};
use crate::manifest::{self, Declared, ManifestRead};
use crate::openapi::{self, OpenApi};
use crate::problem::{LoadErrors, Problem, Problems};
use crate::{Command, Limits, Manifest, PackageFiles, RenderingTemplate, check_icon, rendering};

/// The manifest's name.
const MANIFEST: &str = "manifest.json";

/// A package that can be installed.
#[derive(Clone, Debug)]
pub struct Package {
    /// The manifest.
    pub manifest: Manifest,
    /// The commands that can be offered, in the manifest's order; at least one.
    pub commands: Vec<Command>,
    /// What works here, but not as its author means, or not in Teams.
    pub warnings: Vec<Problem>,
    /// The files it was read from.
    pub files: PackageFiles,
}

impl Package {
    /// The colour icon, if it is a PNG within limits.
    pub fn color_icon(&self) -> Option<&[u8]> {
        let name = openapi::join("", self.manifest.icons.color.as_deref()?).ok()?;
        self.files
            .get(&name)
            .filter(|bytes| check_icon(bytes, &Limits::default()).is_ok())
    }

    /// A command by its id.
    pub fn command(&self, id: &str) -> Option<&Command> {
        self.commands.iter().find(|command| command.id == id)
    }

    /// The servers that its commands call, each once.
    pub fn servers(&self) -> Vec<&url::Url> {
        let mut servers = Vec::new();
        for command in &self.commands {
            if !servers.contains(&&command.operation.server) {
                servers.push(&command.operation.server);
            }
        }
        servers
    }
}

/// Reads a package with the default limits.
///
/// # Errors
/// All problems, of which at least one is an error.
pub fn load(files: PackageFiles) -> Result<Package, LoadErrors> {
    load_within(files, &Limits::default())
}

/// Reads a package.
///
/// # Errors
/// All problems, of which at least one is an error.
pub fn load_within(files: PackageFiles, limits: &Limits) -> Result<Package, LoadErrors> {
    let mut problems = Problems::new(limits.problems);
    let read = read(&files, limits, &mut problems);
    let warnings = problems.finish()?;
    match read {
        Some((manifest, commands)) => Ok(Package {
            manifest,
            commands,
            warnings,
            files,
        }),
        // Whatever stops reading is an error; this keeps a slip of ours from installing nothing.
        None => Err(LoadErrors {
            problems: vec![Problem::file(
                "package_not_understood",
                MANIFEST,
                "The package can't be read.",
                "Report the package.",
            )],
        }),
    }
}

/// Reads all of it; the problems say what is wrong, errors among them where there is no package.
pub(crate) fn read(
    files: &PackageFiles,
    limits: &Limits,
    problems: &mut Problems,
) -> Option<(Manifest, Vec<Command>)> {
    let document = manifest_document(files, limits, problems)?;
    let ManifestRead {
        manifest,
        commands,
        api_file,
        icons,
    } = manifest::read(&document, problems)?;
    check_icons(files, limits, &icons, problems);
    let place = api_file?;
    let name = packaged(files, &place, problems)?;
    let api = OpenApi::read_into(files, &name, limits, problems)?;
    let mut templates = Templates {
        files,
        limits,
        read: BTreeMap::new(),
    };
    let commands: Vec<Command> = commands
        .into_iter()
        .filter_map(|declared| command(&api, declared, &mut templates, problems))
        .collect();
    if commands.is_empty() && !problems.has_errors() {
        problems.push(Problem::at(
            "no_usable_command",
            &document.cursor(),
            "No command of the extension can be offered.",
            "Mend what the warnings say.",
        ));
    }
    Some((manifest, commands))
}

fn manifest_document(
    files: &PackageFiles,
    limits: &Limits,
    problems: &mut Problems,
) -> Option<Document> {
    let Some(bytes) = files.get(MANIFEST) else {
        let deeper = files
            .iter()
            .find(|(name, _)| name.ends_with("/manifest.json"));
        let fix = match deeper {
            Some((name, _)) => format!(
                "The package has {name}: pack the contents of that folder, not the folder itself."
            ),
            None => "Add manifest.json at the root of the package.".to_owned(),
        };
        let sentence = "The package has no manifest.json at its root.";
        problems.push(Problem::file("manifest_missing", MANIFEST, sentence, fix));
        return None;
    };
    Document::parse(MANIFEST, bytes, limits)
        .map_err(|problem| problems.push(*problem))
        .ok()
}

fn command(
    api: &OpenApi,
    declared: Declared<'_>,
    templates: &mut Templates<'_>,
    problems: &mut Problems,
) -> Option<Command> {
    // Both are read even where one fails: all findings at once.
    let operation = openapi::command_operation(api, &declared, problems);
    let rendering = templates.of(&declared, problems);
    let (operation, parameters) = operation?;
    Some(Command {
        id: declared.id().to_owned(),
        title: declared.title,
        description: declared.description,
        contexts: declared.contexts,
        parameters,
        initial_run: declared.initial_run,
        operation,
        rendering: rendering?,
    })
}

/// Templates read so far: several commands may share one.
struct Templates<'a> {
    files: &'a PackageFiles,
    limits: &'a Limits,
    read: BTreeMap<String, Option<RenderingTemplate>>,
}

impl Templates<'_> {
    fn of(&mut self, command: &Declared<'_>, problems: &mut Problems) -> Option<RenderingTemplate> {
        let Some(place) = &command.template else {
            problems.push(Problem::at(
                "template_missing",
                &command.place,
                "The command has no apiResponseRenderingTemplateFile.",
                "Add a response rendering template and name it here.",
            ));
            return None;
        };
        let name = packaged(self.files, place, problems)?;
        if let Some(known) = self.read.get(&name) {
            return known.clone();
        }
        let bytes = self.files.get(&name).unwrap_or_default();
        let template = match Document::parse(&name, bytes, self.limits) {
            Ok(document) => rendering::read(&document, problems),
            Err(problem) => {
                problems.push(*problem);
                None
            }
        };
        self.read.insert(name, template.clone());
        template
    }
}

/// The entry of the package that a manifest property names.
fn packaged(files: &PackageFiles, place: &Cursor<'_>, problems: &mut Problems) -> Option<String> {
    let written = place.node.as_str().unwrap_or_default();
    let name = match openapi::join("", written) {
        Ok(name) => name,
        Err(reason) => {
            problems.push(Problem::at(
                "file_name_refused",
                place,
                format!("The file name {written:?} {reason}."),
                "Write a relative name inside the package, with / between folders.",
            ));
            return None;
        }
    };
    if files.get(&name).is_some() {
        return Some(name);
    }
    let like = files
        .iter()
        .find(|(other, _)| other.eq_ignore_ascii_case(&name));
    let fix = match like {
        Some((other, _)) => format!("The package has {other:?}: names are compared with case."),
        None => "Add the file, or correct the name.".to_owned(),
    };
    let sentence = format!("The package has no file {name:?}.");
    problems.push(Problem::at("file_missing", place, sentence, fix));
    None
}

/// Icons: what is no PNG, or too large, refuses the package (SEC-PKG-16); a wrong size or a
/// missing file is the author's loss in Teams, not ours.
fn check_icons(
    files: &PackageFiles,
    limits: &Limits,
    icons: &[(&'static str, Cursor<'_>)],
    problems: &mut Problems,
) {
    for (kind, place) in icons {
        let written = place.node.as_str().unwrap_or_default();
        let bytes = openapi::join("", written)
            .ok()
            .and_then(|name| files.get(&name));
        let Some(bytes) = bytes else {
            problems.push(
                Problem::at(
                    "icon_missing",
                    place,
                    format!("The package has no PNG file {written:?}."),
                    "Add the icon; Teams refuses the package without it.",
                )
                .warning(),
            );
            continue;
        };
        let side = if *kind == "color" { 192 } else { 32 };
        match check_icon(bytes, limits) {
            Ok(icon) if (icon.width, icon.height) == (side, side) => {}
            Ok(icon) => problems.push(
                Problem::at(
                    "icon_size",
                    place,
                    format!(
                        "The {kind} icon has {} x {} pixels.",
                        icon.width, icon.height
                    ),
                    format!("Draw it with {side} x {side} pixels."),
                )
                .warning(),
            ),
            Err(error) => problems.push(Problem::at(
                error.code(),
                place,
                format!("The {kind} icon {written:?} is refused: {error}."),
                format!("Use a PNG image of {side} x {side} pixels."),
            )),
        }
    }
}

#[cfg(test)]
mod tests;
