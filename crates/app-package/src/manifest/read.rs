//! From `manifest.json` to [`Manifest`] and its commands.

use super::command::{self, Declared};
use super::version::Version;
use super::{Authorization, Description, Developer, Icons, Manifest, Name, authorization};
use crate::document::{Cursor, Document};
use crate::problem::{Problem, Problems};

/// What the manifest says, before its files are looked at.
pub(crate) struct ManifestRead<'a> {
    pub(crate) manifest: Manifest,
    pub(crate) commands: Vec<Declared<'a>>,
    pub(crate) api_file: Option<Cursor<'a>>,
    /// The icons' places, for findings about the files.
    pub(crate) icons: Vec<(&'static str, Cursor<'a>)>,
}

/// `None` where nothing more can be read; the reasons are in `problems`.
pub(crate) fn read<'a>(
    document: &'a Document,
    problems: &mut Problems,
) -> Option<ManifestRead<'a>> {
    let root = document.cursor();
    if root.members().is_empty() {
        problems.push(Problem::at(
            "manifest_not_an_object",
            &root,
            format!(
                "The manifest is {}, not an object with members.",
                root.node.kind()
            ),
            "Start from the manifest of the documentation.",
        ));
        return None;
    }
    let version = version(&root, problems);
    let extension = extension(&root, problems)?;
    let auth = authorization::read(&extension, &root, version, problems);
    let commands = command::read_all(&extension, problems);
    let icons = ["color", "outline", "color32x32"]
        .into_iter()
        .filter_map(|key| Some((key, root.get("icons")?.present(key)?)))
        .collect();
    let api_file = extension.present("apiSpecificationFile");
    if api_file.is_none() {
        problems.push(Problem::at(
            "api_specification_missing",
            &extension,
            "The extension names no apiSpecificationFile.",
            "Add the name of the OpenAPI description in the package.",
        ));
    }
    Some(ManifestRead {
        manifest: manifest(&root, auth, problems),
        commands,
        api_file,
        icons,
    })
}

fn manifest(root: &Cursor<'_>, auth: Option<Authorization>, problems: &mut Problems) -> Manifest {
    let name = text(root, &["name", "short"], problems);
    let description = text(root, &["description", "short"], problems);
    Manifest {
        id: guid(root, problems),
        version: text(root, &["version"], problems),
        manifest_version: root.str("manifestVersion").unwrap_or_default().to_owned(),
        name: Name {
            full: optional(root, &["name", "full"]).unwrap_or_else(|| name.clone()),
            short: name,
        },
        developer: Developer {
            name: text(root, &["developer", "name"], problems),
            website: optional(root, &["developer", "websiteUrl"]),
            privacy: optional(root, &["developer", "privacyUrl"]),
            terms_of_use: optional(root, &["developer", "termsOfUseUrl"]),
        },
        description: Description {
            full: optional(root, &["description", "full"]).unwrap_or_else(|| description.clone()),
            short: description,
        },
        icons: Icons {
            color: optional(root, &["icons", "color"]),
            outline: optional(root, &["icons", "outline"]),
            color32x32: optional(root, &["icons", "color32x32"]),
        },
        accent_color: optional(root, &["accentColor"]).filter(|color| is_color(color)),
        // Without a readable authorization there is an error already; nothing is called.
        auth: auth.unwrap_or(Authorization::None),
    }
}

fn version(root: &Cursor<'_>, problems: &mut Problems) -> Option<Version> {
    let at = root
        .present("manifestVersion")
        .unwrap_or_else(|| root.clone());
    let version = Version::parse(root.str("manifestVersion").unwrap_or_default());
    match version {
        None => problems.push(Problem::at(
            "manifest_version_unknown",
            &at,
            "API-based message extensions need manifestVersion 1.17 or later, or devPreview.",
            "Set manifestVersion (and $schema) to 1.26.",
        )),
        Some(Version::Minor(18)) => problems.push(
            Problem::at(
                "manifest_version_unpublished",
                &at,
                "There is no published schema of manifestVersion 1.18.",
                "Set manifestVersion (and $schema) to 1.26.",
            )
            .warning(),
        ),
        Some(_) => {}
    }
    version
}

/// The API-based compose extension.
fn extension<'a>(root: &Cursor<'a>, problems: &mut Problems) -> Option<Cursor<'a>> {
    let list = root
        .present("composeExtensions")
        .map(|list| list.items())
        .unwrap_or_default();
    if let Some(second) = list.get(1) {
        problems.push(
            Problem::at(
                "several_compose_extensions",
                second,
                "An app has one compose extension; only the first API-based one is read.",
                "Remove the others.",
            )
            .warning(),
        );
    }
    let found = list
        .iter()
        .find(|item| item.str("composeExtensionType") == Some("apiBased"))
        .cloned();
    if found.is_none() {
        let at = list.into_iter().next().unwrap_or_else(|| root.clone());
        problems.push(Problem::at(
            "no_api_based_extension",
            &at,
            "The manifest has no compose extension of composeExtensionType apiBased.",
            "Add one with apiSpecificationFile and commands; bots are not served.",
        ));
    }
    found
}

fn optional(root: &Cursor<'_>, path: &[&str]) -> Option<String> {
    let node = path.iter().try_fold(root.node, |node, key| node.get(key))?;
    node.as_str()
        .filter(|text| !text.trim().is_empty())
        .map(str::to_owned)
}

fn text(root: &Cursor<'_>, path: &[&str], problems: &mut Problems) -> String {
    optional(root, path).unwrap_or_else(|| {
        let name = path.join(".");
        problems.push(Problem::at(
            "manifest_property_missing",
            root,
            format!("The manifest has no text at {name}."),
            format!("Add {name}."),
        ));
        String::new()
    })
}

/// The app's ID. Placeholders of toolkit projects are named as what they are.
fn guid(root: &Cursor<'_>, problems: &mut Problems) -> String {
    let id = text(root, &["id"], problems);
    let at = root.present("id").unwrap_or_else(|| root.clone());
    if id.contains("${{") {
        problems.push(Problem::at(
            "placeholder_unresolved",
            &at,
            format!("The id {id:?} is a placeholder of a toolkit project."),
            "Build the package with the toolkit, or write the ID in its place.",
        ));
    } else if !id.is_empty() && !is_guid(&id) {
        problems.push(Problem::at(
            "id_not_a_guid",
            &at,
            format!("The id {id:?} is not a GUID."),
            "Write a GUID: 8-4-4-4-12 hexadecimal digits.",
        ));
    }
    id
}

pub(crate) fn is_guid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups
            .iter()
            .all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn is_color(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
