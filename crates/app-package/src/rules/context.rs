//! What the rules look at: every file read once, and how the files hang together.

use std::collections::BTreeMap;

use crate::document::{Cursor, Document};
use crate::openapi::{Found, OpenApi, join};
use crate::problem::{Problem, Problems};
use crate::schema::{Id, Kind};
use crate::validate::Options;
use crate::{Inspection, Limits, PackageFiles, inspect};

/// The manifest's name.
pub(crate) const MANIFEST: &str = "manifest.json";

/// Files read for one validation.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    documents: BTreeMap<String, Document>,
    apis: BTreeMap<String, OpenApi>,
    /// What `cloakroom inspect` says of the descriptions.
    inspections: BTreeMap<String, Inspection>,
    /// What could not be read, each file once.
    pub(crate) problems: Vec<Problem>,
    templates: Vec<String>,
    agents: Vec<String>,
    plugins: Vec<String>,
    pub(crate) api: Option<String>,
}

impl Loaded {
    /// Reads all documents of a package that its manifest leads to.
    pub(crate) fn package(files: &PackageFiles, limits: &Limits) -> Self {
        let mut loaded = Self::default();
        let Some(root) = loaded.document(files, MANIFEST, limits) else {
            return loaded;
        };
        let (api, templates, agents) = named(&root.cursor());
        if let Some(api) = api.filter(|name| files.get(name).is_some()) {
            loaded.description(files, &api, limits);
            loaded.api = Some(api);
        }
        for name in templates {
            if loaded.document(files, &name, limits).is_some() {
                loaded.templates.push(name);
            }
        }
        for agent in agents {
            let Some(document) = loaded.document(files, &agent, limits) else {
                continue;
            };
            let actions = files_of_actions(&document.cursor());
            loaded.agents.push(agent.clone());
            for plugin in actions {
                let Some(document) = loaded.document(files, &plugin, limits) else {
                    continue;
                };
                let descriptions = local_descriptions(&document.cursor());
                if !loaded.plugins.contains(&plugin) {
                    loaded.plugins.push(plugin);
                }
                for name in descriptions {
                    if files.get(&name).is_some() {
                        loaded.description(files, &name, limits);
                    }
                }
            }
        }
        loaded
    }

    /// A single file of any kind.
    pub(crate) fn file(files: &PackageFiles, name: &str, kind: FileKind, limits: &Limits) -> Self {
        let mut loaded = Self::default();
        if kind == FileKind::Api {
            loaded.description(files, name, limits);
            loaded.api = Some(name.to_owned());
            return loaded;
        }
        if loaded.document(files, name, limits).is_some() {
            match kind {
                FileKind::Template => loaded.templates.push(name.to_owned()),
                FileKind::Plugin => loaded.plugins.push(name.to_owned()),
                FileKind::Agent => loaded.agents.push(name.to_owned()),
                _ => {}
            }
        }
        loaded
    }

    fn document(&mut self, files: &PackageFiles, name: &str, limits: &Limits) -> Option<&Document> {
        if !self.documents.contains_key(name) {
            match Document::parse(name, files.get(name)?, limits) {
                Ok(document) => {
                    self.documents.insert(name.to_owned(), document);
                }
                Err(problem) => {
                    if !self.problems.contains(&problem) {
                        self.problems.push(*problem);
                    }
                    return None;
                }
            }
        }
        self.documents.get(name)
    }

    fn description(&mut self, files: &PackageFiles, name: &str, limits: &Limits) {
        if self.apis.contains_key(name) {
            return;
        }
        let mut problems = Problems::new(limits.problems);
        if let Some(api) = OpenApi::read_into(files, name, limits, &mut problems) {
            self.apis.insert(name.to_owned(), api);
            let bytes = files.get(name).unwrap_or_default();
            self.inspections
                .insert(name.to_owned(), inspect(name, bytes, limits));
        }
        for problem in problems.all() {
            if !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
        }
    }
}

/// What a single file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileKind {
    Manifest,
    Template,
    Plugin,
    Agent,
    Api,
}

impl FileKind {
    /// By what stands in it; a file that can't be read, by its name.
    pub(crate) fn of(name: &str, bytes: &[u8], limits: &Limits) -> Option<Self> {
        let Ok(document) = Document::parse(name, bytes, limits) else {
            let ending = name
                .rsplit_once('.')
                .map(|(_, ending)| ending.to_ascii_lowercase());
            return match ending.as_deref() {
                Some("yaml" | "yml") => Some(Self::Api),
                Some("json") => Some(Self::Manifest),
                _ => None,
            };
        };
        let root = document.cursor();
        let has = |keys: &[&str]| keys.iter().any(|key| root.get(key).is_some());
        if has(&["openapi", "swagger"]) {
            Some(Self::Api)
        } else if has(&["manifestVersion", "composeExtensions"]) {
            Some(Self::Manifest)
        } else if has(&[
            "responseCardTemplate",
            "previewCardTemplate",
            "responseLayout",
        ]) {
            Some(Self::Template)
        } else if has(&["schema_version", "runtimes", "functions"]) {
            Some(Self::Plugin)
        } else if has(&["instructions", "actions"]) {
            Some(Self::Agent)
        } else {
            None
        }
    }
}

/// The API description, templates and declarative agents that a manifest names.
fn named(root: &Cursor<'_>) -> (Option<String>, Vec<String>, Vec<String>) {
    let name = |place: Cursor<'_>| join("", place.node.as_str()?).ok();
    let extension = extension(root);
    let api = extension
        .as_ref()
        .and_then(|extension| name(extension.present("apiSpecificationFile")?));
    let commands = extension
        .and_then(|extension| extension.present("commands"))
        .map(|list| list.items())
        .unwrap_or_default();
    let mut templates = Vec::new();
    for command in commands {
        let template = command
            .present("apiResponseRenderingTemplateFile")
            .and_then(name);
        if let Some(template) = template.filter(|name| !templates.contains(name)) {
            templates.push(template);
        }
    }
    let agents = declarative_agents(root)
        .into_iter()
        .filter_map(|agent| name(agent.present("file")?))
        .collect();
    (api, templates, agents)
}

/// The API-based compose extension.
pub(crate) fn extension<'a>(root: &Cursor<'a>) -> Option<Cursor<'a>> {
    let list = root.present("composeExtensions")?.items();
    list.into_iter()
        .find(|item| item.str("composeExtensionType") == Some("apiBased"))
}

/// `copilotAgents.declarativeAgents[]`; before 1.20 the outer name is `copilotExtensions` too.
pub(crate) fn declarative_agents<'a>(root: &Cursor<'a>) -> Vec<Cursor<'a>> {
    ["copilotAgents", "copilotExtensions"]
        .iter()
        .filter_map(|outer| root.present(outer)?.present("declarativeAgents"))
        .flat_map(|list| list.items())
        .collect()
}

/// `actions[].file` of a declarative agent, inside the package.
fn files_of_actions(agent: &Cursor<'_>) -> Vec<String> {
    let folder = folder_of(&agent.document.file);
    let actions = agent.present("actions").map(|list| list.items());
    actions
        .unwrap_or_default()
        .iter()
        .filter_map(|action| join(folder, action.str("file")?).ok())
        .collect()
}

/// The folder in which a file lies.
pub(crate) fn folder_of(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// `runtimes[].spec.url` where it names a file of the package.
fn local_descriptions(plugin: &Cursor<'_>) -> Vec<String> {
    let folder = folder_of(&plugin.document.file);
    let runtimes = plugin.present("runtimes").map(|list| list.items());
    runtimes
        .unwrap_or_default()
        .iter()
        .filter_map(|runtime| {
            let spec = runtime.present("spec")?;
            join(folder, spec.str("url")?).ok()
        })
        .collect()
}

/// A command with what it leads to.
#[derive(Debug)]
pub(crate) struct Command<'a> {
    pub(crate) place: Cursor<'a>,
    pub(crate) operation: Option<Found<'a>>,
    pub(crate) template: Option<&'a Document>,
}

impl<'a> Command<'a> {
    /// Whether it can be offered at all: a search command.
    pub(crate) fn is_query(&self) -> bool {
        self.place.str("type").is_none_or(|kind| kind == "query")
    }

    /// Its parameters.
    pub(crate) fn parameters(&self) -> Vec<Cursor<'a>> {
        let list = self.place.present("parameters");
        list.map(|list| list.items()).unwrap_or_default()
    }
}

/// A plugin manifest with the schema that it is judged by.
#[derive(Debug)]
pub(crate) struct Plugin<'a> {
    pub(crate) root: Cursor<'a>,
    /// `schema_version`, if it is one that we know.
    pub(crate) version: Option<&'static str>,
    pub(crate) schema: Id,
}

/// All that a rule may look at.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) files: &'a PackageFiles,
    pub(crate) options: &'a Options,
    /// Whether a single file is judged, without the others that it names.
    pub(crate) alone: bool,
    pub(crate) manifest: Option<Cursor<'a>>,
    /// The version by whose schema the manifest is judged.
    pub(crate) version: (&'static str, Id),
    pub(crate) extension: Option<Cursor<'a>>,
    pub(crate) commands: Vec<Command<'a>>,
    pub(crate) api: Option<&'a OpenApi>,
    pub(crate) templates: Vec<&'a Document>,
    pub(crate) agents: Vec<Cursor<'a>>,
    pub(crate) plugins: Vec<Plugin<'a>>,
    loaded: &'a Loaded,
}

impl<'a> Context<'a> {
    pub(crate) fn new(
        loaded: &'a Loaded,
        files: &'a PackageFiles,
        options: &'a Options,
        alone: bool,
    ) -> Self {
        let manifest = loaded.documents.get(MANIFEST).map(Document::cursor);
        let api = loaded.api.as_ref().and_then(|name| loaded.apis.get(name));
        let extension = manifest.as_ref().and_then(extension);
        let version = manifest
            .as_ref()
            .map_or_else(|| Kind::Manifest.newest(), judged_by);
        let document = |name: &String| loaded.documents.get(name);
        Self {
            files,
            options,
            alone,
            commands: commands(extension.as_ref(), api, loaded),
            version,
            manifest,
            extension,
            api,
            templates: loaded.templates.iter().filter_map(document).collect(),
            agents: loaded
                .agents
                .iter()
                .filter_map(document)
                .map(Document::cursor)
                .collect(),
            plugins: loaded
                .plugins
                .iter()
                .filter_map(document)
                .map(plugin)
                .collect(),
            loaded,
        }
    }

    /// The operations that commands call, each with the command and the description it stands in.
    pub(crate) fn called(&self) -> impl Iterator<Item = (&'a OpenApi, &Command<'a>, &Found<'a>)> {
        let commands = self.commands.iter().filter(|command| command.is_query());
        commands.filter_map(|command| Some((self.api?, command, command.operation.as_ref()?)))
    }

    /// A description of the package that was read.
    pub(crate) fn description(&self, name: &str) -> Option<&'a OpenApi> {
        self.loaded.apis.get(name)
    }

    /// What `cloakroom inspect` says of each description.
    pub(crate) fn inspections(&self) -> impl Iterator<Item = (&'a str, &'a Inspection)> {
        let all = self.loaded.inspections.iter();
        all.map(|(name, inspection)| (name.as_str(), inspection))
    }

    /// The description of the message extension.
    pub(crate) fn api_file(&self) -> Option<&'a str> {
        self.loaded.api.as_deref()
    }

    /// Names of the functions that plugins have.
    pub(crate) fn functions(&self) -> Vec<&'a str> {
        let plugins = self.plugins.iter();
        plugins
            .flat_map(|plugin| super::plugin::functions(&plugin.root))
            .filter_map(|function| function.str("name"))
            .collect()
    }

    /// Names of all descriptions that were read, the extension's first.
    pub(crate) fn descriptions(&self) -> Vec<String> {
        let first = self.loaded.api.iter();
        let others = self
            .loaded
            .apis
            .keys()
            .filter(|name| Some(*name) != self.loaded.api.as_ref());
        first.chain(others).cloned().collect()
    }

    /// A document that was read.
    pub(crate) fn document(&self, name: &str) -> Option<&'a Document> {
        self.loaded.documents.get(name)
    }

    /// Where a problem of reading stands.
    pub(crate) fn place(&self, problem: &Problem) -> Option<Cursor<'a>> {
        self.document(&problem.file)?
            .cursor()
            .follow(&problem.pointer)
    }

    /// The object or list in which it stands, and its name or index there.
    pub(crate) fn parent(&self, problem: &Problem) -> Option<(Cursor<'a>, String)> {
        let (above, name) = problem.pointer.rsplit_once('/')?;
        let name = name.replace("~1", "/").replace("~0", "~");
        let parent = self.document(&problem.file)?.cursor().follow(above)?;
        Some((parent, name))
    }
}

/// The published version nearest to what a manifest says: itself, else the next older one that
/// has a schema, else the newest.
fn judged_by(manifest: &Cursor<'_>) -> (&'static str, Id) {
    let written = manifest.str("manifestVersion").unwrap_or_default();
    let versions = Kind::Manifest.versions();
    let same = |version: &str| version.eq_ignore_ascii_case(written);
    if let Some(found) = versions.iter().find(|(version, _)| same(version)) {
        return *found;
    }
    let minor = |version: &str| {
        version
            .strip_prefix("1.")
            .and_then(|m| m.parse::<u32>().ok())
    };
    let Some(wanted) = minor(written) else {
        return Kind::Manifest.newest();
    };
    versions
        .iter()
        .rfind(|(version, _)| minor(version).is_some_and(|minor| minor <= wanted))
        .copied()
        .unwrap_or_else(|| Kind::Manifest.newest())
}

fn plugin(document: &Document) -> Plugin<'_> {
    let root = document.cursor();
    let written = root.str("schema_version").unwrap_or_default();
    let known = Kind::Plugin.versions().iter();
    let found = known.clone().find(|(version, _)| *version == written);
    Plugin {
        root,
        version: found.map(|(version, _)| *version),
        schema: found.map_or_else(|| Kind::Plugin.newest().1, |(_, id)| *id),
    }
}

fn commands<'a>(
    extension: Option<&Cursor<'a>>,
    api: Option<&'a OpenApi>,
    loaded: &'a Loaded,
) -> Vec<Command<'a>> {
    let operations = api.map(OpenApi::found).unwrap_or_default();
    let list = extension
        .and_then(|extension| extension.present("commands"))
        .map(|list| list.items())
        .unwrap_or_default();
    list.into_iter()
        .map(|place| {
            let id = place.str("id").unwrap_or_default();
            let mut same: Vec<_> = operations
                .iter()
                .filter(|found| found.entry.operation_id == id)
                .collect();
            // A made id gives way to a written one.
            if same.iter().any(|found| !found.entry.id_made) {
                same.retain(|found| !found.entry.id_made);
            }
            // Of several nobody knows which is meant.
            let operation = match same.as_slice() {
                [one] => Some((*one).clone()),
                _ => None,
            };
            let template = place
                .str("apiResponseRenderingTemplateFile")
                .and_then(|name| join("", name).ok())
                .and_then(|name| loaded.documents.get(&name));
            Command {
                place,
                operation,
                template,
            }
        })
        .collect()
}
