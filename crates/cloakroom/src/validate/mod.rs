//! `cloakroom validate PATH`: the package's findings, for people, programs and CI.

mod registration;
mod source;
mod watch;

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use app_package::{Options, Report, render_github, render_sarif, render_text};
use clap::{Args, ValueEnum};

use source::Source;

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people, with the source.
    Text,
    /// The report as JSON.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
}

/// What the package is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Purpose {
    /// Also what the store wants.
    Store,
}

/// Judge a package, or one of its files. The exit code is 0 without an error, 1 with one, 2 where
/// nothing was judged.
#[derive(Debug, Args)]
pub(crate) struct ValidateArgs {
    /// A zip, a folder, or a single manifest, template, plugin or OpenAPI file.
    path: PathBuf,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The same as `--format json`.
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// What the package is for.
    #[arg(long = "for", value_enum)]
    purpose: Option<Purpose>,
    /// A registration that the package uses, as `cloakroom registration show --json` prints it; may
    /// be repeated.
    #[arg(long = "registration", value_name = "FILE")]
    registrations: Vec<PathBuf>,
    /// Don't report a rule, by name or code; may be repeated.
    #[arg(long, value_name = "RULE")]
    allow: Vec<String>,
    /// Make findings of a rule errors, or of all with `warnings`; may be repeated.
    #[arg(long, value_name = "RULE")]
    deny: Vec<String>,
    /// Apply the mechanical fixes.
    #[arg(long)]
    fix: bool,
    /// With `--fix`: write the fixed package to this zip or folder instead.
    #[arg(long, short, requires = "fix", value_name = "PATH")]
    output: Option<PathBuf>,
    /// Judge again whenever a file changes, until Ctrl-C.
    #[arg(long, conflicts_with = "fix")]
    watch: bool,
}

impl ValidateArgs {
    fn format(&self) -> Format {
        if self.json { Format::Json } else { self.format }
    }

    fn options(&self) -> Result<Options> {
        for name in self.allow.iter().chain(&self.deny) {
            if name != "warnings" && app_package::rule(name).is_none() {
                bail!("there is no rule {name:?}; docs/rules.md lists them");
            }
        }
        let registrations = self
            .registrations
            .iter()
            .map(|path| registration::read(path));
        Ok(Options {
            store: self.purpose == Some(Purpose::Store),
            registrations: registrations.collect::<Result<_>>()?,
            allow: self.allow.clone(),
            deny: self.deny.clone(),
            ..Options::default()
        })
    }
}

/// Exit code of a path that can't be read, and of arguments that can't be followed.
const NOT_JUDGED: u8 = 2;

pub(crate) fn run(args: &ValidateArgs) -> ExitCode {
    match judge(args) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("cloakroom: {error:#}");
            ExitCode::from(NOT_JUDGED)
        }
    }
}

fn judge(args: &ValidateArgs) -> Result<ExitCode> {
    let options = args.options()?;
    if args.watch {
        return watch::run(args, &options);
    }
    if args.fix {
        return fix(args, &options);
    }
    let source = Source::read(&args.path)?;
    let report = source.validate(&options)?;
    print(args, &source, &report)?;
    Ok(exit_code(&report))
}

fn exit_code(report: &Report) -> ExitCode {
    if report.is_valid() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Fixes what can be fixed, and reports what is left.
fn fix(args: &ValidateArgs, options: &Options) -> Result<ExitCode> {
    let mut source = Source::read(&args.path)?;
    let fixed = source.fix(options)?;
    match (&args.output, &source) {
        (Some(output), _) => source.write_to(&fixed, output)?,
        (None, Source::Zip { .. }) if fixed.fixes > 0 => {
            bail!("a zip is not changed in place: name the new one with --output")
        }
        (None, _) => source.write_back(&fixed)?,
    }
    source.take(&fixed);
    print(args, &source, &fixed.report)?;
    if args.format() == Format::Text {
        let files = fixed.changed.join(", ");
        match fixed.fixes {
            0 => println!("Nothing to fix."),
            1 => println!("1 finding fixed in {files}."),
            many => println!("{many} findings fixed in {files}."),
        }
    }
    Ok(exit_code(&fixed.report))
}

fn print(args: &ValidateArgs, source: &Source, report: &Report) -> Result<()> {
    let color = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let path = args.path.display().to_string();
    let printed = match args.format() {
        Format::Text => render_text(source.sources(&path), report, color),
        Format::Json => format!("{:#}\n", json(&args.path, report)?),
        Format::Sarif => format!("{:#}\n", render_sarif(source.sources(&path), report)),
        Format::Github => render_github(source.sources(&path), report),
    };
    let mut out = std::io::stdout().lock();
    match out.write_all(printed.as_bytes()).and_then(|()| out.flush()) {
        // Whoever closed the pipe has read enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => other.context("standard output"),
    }
}

/// The report with the path that was judged.
fn json(path: &Path, report: &Report) -> Result<serde_json::Value> {
    let mut value = serde_json::to_value(report).context("report")?;
    value["path"] = path.display().to_string().into();
    Ok(value)
}
