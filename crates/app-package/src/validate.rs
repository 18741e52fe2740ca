//! The validator: every rule over every file of a package.

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Diagnostics, Range, new};
use crate::document::{Document, Span};
use crate::problem::{Problem, Problems, Severity};
use crate::rules::{self, Context, FileKind, Loaded, MANIFEST, Rule};
use crate::schema::Kind;
use crate::{Limits, PackageFiles, ReadError};

/// What to judge by.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Also what the store wants.
    pub store: bool,
    /// The registrations that the package uses, as far as they are known.
    pub registrations: Vec<Registration>,
    /// Codes or names of rules that are not asked.
    pub allow: Vec<String>,
    /// Codes or names of rules whose findings are errors; `warnings` means all.
    pub deny: Vec<String>,
    /// Limits of reading.
    pub limits: Limits,
}

/// What the rules need to know of an OAuth client registration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registration {
    /// The OAuth client registration ID.
    pub id: String,
    /// Where the token may go.
    pub base_url: Option<url::Url>,
    /// Where the user signs in.
    pub authorization_endpoint: Option<String>,
    /// Where a code is exchanged.
    pub token_endpoint: Option<String>,
    /// Where a token is refreshed; absent means the token endpoint.
    pub refresh_endpoint: Option<String>,
    /// What is asked for.
    pub scopes: Vec<String>,
    /// Whether *Any Microsoft 365 organization* may use it; `None`: not known.
    pub any_organization: Option<bool>,
    /// Whether it is bound to an *Existing Teams app ID*; `None`: not known.
    pub existing_app: Option<bool>,
}

/// What was found. Its JSON is stable: properties are added, never changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// How many errors.
    pub errors: usize,
    /// How many warnings.
    pub warnings: usize,
    /// How many of both have a mechanical fix.
    pub fixable: usize,
    /// By file, and by place in it; the manifest first.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Whether there is no error.
    pub fn is_valid(&self) -> bool {
        self.errors == 0
    }

    /// Whether a rule found something, by its code or name.
    pub fn has(&self, code_or_name: &str) -> bool {
        self.diagnostics
            .iter()
            .any(|found| found.code == code_or_name || found.name == code_or_name)
    }
}

/// Judges a package.
///
/// ```
/// use app_package::{Options, PackageFiles, validate};
///
/// let files = PackageFiles::embedded(&[("manifest.json", b"{ \"manifestVersion\": 1.26 }")]);
/// let report = validate(&files, &Options::default());
/// assert!(!report.is_valid());
/// let found = report.diagnostics.iter().find(|found| found.name == "manifest-version-unknown");
/// assert_eq!(found.map(|found| found.place()), Some("manifest.json:1:22".to_owned()));
/// ```
pub fn validate(files: &PackageFiles, options: &Options) -> Report {
    let loaded = Loaded::package(files, &options.limits);
    let mut problems = Problems::new(options.limits.problems);
    crate::package::read(files, &options.limits, &mut problems);
    let mut all = loaded.problems.clone();
    all.extend(problems.all());
    let context = Context::new(&loaded, files, options, false);
    judge(&context, &all)
}

/// Judges one file alone: a manifest, a response rendering template, a plugin manifest or an
/// OpenAPI description, told apart by what stands in it. `None` where it is nothing of these.
pub fn validate_file(name: &str, bytes: &[u8], options: &Options) -> Option<Report> {
    let kind = FileKind::of(name, bytes, &options.limits)?;
    // Other files are not there, and what is said of them would be about nothing.
    let given = name;
    let name = if kind == FileKind::Manifest {
        MANIFEST
    } else {
        name
    };
    let files = PackageFiles::embedded(&[(name, bytes)]);
    let loaded = if kind == FileKind::Manifest {
        Loaded::package(&files, &options.limits)
    } else {
        Loaded::file(&files, name, kind, &options.limits)
    };
    let mut all = loaded.problems.clone();
    if kind == FileKind::Manifest {
        let mut problems = Problems::new(options.limits.problems);
        crate::package::read(&files, &options.limits, &mut problems);
        let other_files = ["file_missing", "icon_missing", "no_usable_command"];
        all.extend(
            problems
                .all()
                .into_iter()
                .filter(|problem| !other_files.contains(&problem.code)),
        );
    }
    let context = Context::new(&loaded, &files, options, true);
    let mut report = judge(&context, &all);
    for found in &mut report.diagnostics {
        given.clone_into(&mut found.file);
        found
            .edits
            .iter_mut()
            .for_each(|edit| given.clone_into(&mut edit.file));
    }
    Some(report)
}

/// The report over an archive or folder that can't be read.
pub fn unreadable(error: &ReadError, options: &Options) -> Report {
    let mut found = Diagnostics::new(1);
    let message = format!("{error}.");
    let message = message.replacen("..", ".", 1);
    found.file(&rules::ARCHIVE_REFUSED, MANIFEST, message, error.fix());
    report(found.finish(), options)
}

fn judge(context: &Context<'_>, problems: &[Problem]) -> Report {
    let mut found = Diagnostics::new(context.options.limits.problems);
    let rules = rules::rules();
    for problem in problems {
        if let Some(rule) = rules
            .iter()
            .find(|rule| rule.reads.codes.contains(&problem.code))
        {
            found.push(from_problem(context, rule, problem));
        }
    }
    for rule in &rules {
        if let Some(check) = rule.check {
            check(context, &mut found);
        }
    }
    let mut list = found.finish();
    without_consequences(&mut list);
    list.extend(schema_findings(context, &list));
    // Nothing that can't be installed is valid, whatever the rules above missed.
    let silent = list.iter().all(|found| found.severity != Severity::Error);
    let agents_only = context.extension.is_none();
    if let Some(problem) = problems.iter().find(|problem| {
        let known = agents_only && problem.code == "no_api_based_extension";
        problem.severity == Severity::Error && silent && !known
    }) {
        list.push(from_problem(context, &rules::NOT_INSTALLABLE, problem));
    }
    report(list, context.options)
}

/// A description with a fault that a rule names is no valid one either; that is not said twice.
fn without_consequences(list: &mut Vec<Diagnostic>) {
    let references = ["O003", "O004", "O005", "O006", "O029"];
    let explained: Vec<usize> = (0..list.len())
        .filter(|at| {
            let found = &list[*at];
            found.name == "description-malformed"
                && list.iter().any(|other| {
                    other.code != found.code
                        && other.file == found.file
                        && (references.contains(&other.code) || other.range == found.range)
                })
        })
        .collect();
    for at in explained.into_iter().rev() {
        list.remove(at);
    }
}

fn from_problem(context: &Context<'_>, rule: &'static Rule, problem: &Problem) -> Diagnostic {
    let mut diagnostic = new(
        rule,
        problem.file.clone(),
        problem.pointer.clone(),
        &problem.sentence,
        &problem.fix,
    );
    if problem.line > 0 {
        let (start, end) = problem.span;
        diagnostic.range = Some(match context.document(&problem.file) {
            Some(document) => Range::of(document, Span { start, end }),
            None => Range {
                start,
                end,
                line: problem.line,
                column: problem.column,
                end_line: problem.line,
                end_column: problem.column,
            },
        });
    }
    if let Some(repair) = rule.reads.repair {
        diagnostic.edits = repair(context, problem);
    }
    diagnostic
}

/// What the schemas say where no rule has said something more exact.
fn schema_findings(context: &Context<'_>, said: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut found = Diagnostics::new(context.options.limits.problems);
    let mut check = |document: &Document, kind, version: &str, id| {
        rules::check_document(&document.cursor(), kind, version, id, said, &mut found);
    };
    if let Some(manifest) = &context.manifest {
        let (version, id) = context.version;
        check(manifest.document, Kind::Manifest, version, id);
    }
    for template in &context.templates {
        // `$schema` often names another version than the template is written in.
        let written = template.cursor().str("version");
        let preview = written.is_some_and(|version| version.eq_ignore_ascii_case("devPreview"));
        let (version, id) = if preview {
            (
                "devPreview",
                Kind::Template.root("devPreview").unwrap_or_default(),
            )
        } else {
            ("1.0", Kind::Template.newest().1)
        };
        check(template, Kind::Template, version, id);
    }
    for plugin in &context.plugins {
        let version = plugin.version.unwrap_or(Kind::Plugin.newest().0);
        check(plugin.root.document, Kind::Plugin, version, plugin.schema);
    }
    found.finish()
}

fn report(mut list: Vec<Diagnostic>, options: &Options) -> Report {
    let names = |wanted: &[String], found: &Diagnostic| {
        wanted.iter().any(|name| {
            name.eq_ignore_ascii_case(found.code) || name.eq_ignore_ascii_case(found.name)
        })
    };
    list.retain(|found| !names(&options.allow, found));
    let all = options.deny.iter().any(|name| name == "warnings");
    for found in &mut list {
        if all || names(&options.deny, found) {
            found.severity = Severity::Error;
        }
    }
    list.sort_by_key(|found| {
        let start = found.range.map_or(0, |range| range.start);
        (
            found.file != MANIFEST,
            found.file.clone(),
            start,
            found.code,
        )
    });
    let count = |severity| {
        list.iter()
            .filter(|found| found.severity == severity)
            .count()
    };
    Report {
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        fixable: list.iter().filter(|found| !found.edits.is_empty()).count(),
        diagnostics: list,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::read_folder;

    /// F009 and its near miss: no package is known that gets to it, so the package here is a good
    /// one, and the problem that no rule names is made up.
    #[test]
    fn what_can_not_be_installed_for_a_reason_without_a_rule_is_not_valid() {
        let repairs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/repairs");
        let options = Options::default();
        let files = read_folder(&repairs, &options.limits).unwrap();
        let loaded = Loaded::package(&files, &options.limits);
        let context = Context::new(&loaded, &files, &options, false);
        let code = "of_no_rule";
        let nameless = |severity| Problem {
            severity,
            ..Problem::file(code, MANIFEST, "It is not so.", "Make it so.")
        };
        let report = judge(&context, &[nameless(Severity::Error)]);
        assert_eq!(report.errors, 1);
        assert_eq!(report.diagnostics[0].code, "F009");
        assert_eq!(report.diagnostics[0].message, "It is not so.");
        assert_eq!(judge(&context, &[nameless(Severity::Warning)]).errors, 0);
        assert_eq!(judge(&context, &[]).diagnostics, []);
    }
}
