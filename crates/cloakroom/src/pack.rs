//! `cloakroom pack`: the zip to upload, the same bytes for the same files.

use anyhow::{Context, Result, bail};
use app_package::{Limits, Options, read_folder, validate};
use serde_json::json;

use crate::cli::{Format, PackArgs};

pub(crate) fn run(args: &PackArgs) -> Result<()> {
    let folder = args.folder.display();
    let files =
        read_folder(&args.folder, &Limits::default()).with_context(|| format!("{folder}"))?;
    let report = validate(&files, &Options::default());
    if !report.is_valid() {
        let errors: Vec<String> = report
            .diagnostics
            .iter()
            .filter(|found| found.severity == app_package::Severity::Error)
            .map(|found| {
                format!(
                    "\n  {}: {} [{} {}] {}",
                    found.place(),
                    found.message,
                    found.code,
                    found.name,
                    found.fix
                )
            })
            .collect();
        bail!(
            "{folder}: not packed, {} to mend first{}",
            match report.errors {
                1 => "one error".to_owned(),
                errors => format!("{errors} errors"),
            },
            errors.concat()
        );
    }
    let zip = files.to_zip().with_context(|| format!("{folder}"))?;
    std::fs::write(&args.output_file, &zip)
        .with_context(|| format!("{}", args.output_file.display()))?;
    // What an install compares: SHA-256 over names and contents.
    let version: String = files
        .sha256()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    match args.output.format() {
        Format::Json => println!(
            "{:#}",
            json!({
                "file": args.output_file,
                "bytes": zip.len(),
                "files": files.iter().map(|(name, _)| name).collect::<Vec<_>>(),
                "skipped": files.skipped(),
                "sha256": version,
                "warnings": report.warnings,
            })
        ),
        Format::Text => {
            println!(
                "{}: {} files, {} bytes, sha256 {version}",
                args.output_file.display(),
                files.len(),
                zip.len()
            );
            for name in files.skipped() {
                println!("  left out: {name} (no part of a package is of its kind)");
            }
            if report.warnings > 0 {
                println!("  {} warnings; see `cloakroom validate`", report.warnings);
            }
        }
    }
    Ok(())
}
