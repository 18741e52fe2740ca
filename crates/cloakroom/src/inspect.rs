//! `cloakroom inspect`: what of an OpenAPI description can be offered, and why not the rest.

use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use app_package::{Inspection, Limits, Status, Target, inspect};

use crate::cli::{Format, InspectArgs};

/// Exit code of a file in which nothing can be offered to a target that was asked about.
const REFUSED: u8 = 1;
/// Exit code of a file that can't be opened.
const NOT_OPENED: u8 = 2;

pub(crate) fn run(args: &InspectArgs) -> Result<ExitCode> {
    let name = args.file.to_string_lossy();
    let bytes = match std::fs::read(&args.file) {
        Ok(bytes) => bytes,
        Err(error) => {
            eprintln!("cloakroom: {name}: {error}");
            return Ok(ExitCode::from(NOT_OPENED));
        }
    };
    let inspection = inspect(&name, &bytes, &Limits::description());
    let targets: Vec<Target> = match args.target {
        Some(target) => vec![target.into()],
        None => Target::ALL.to_vec(),
    };
    match args.output.format() {
        Format::Json => println!("{}", serde_json::to_string_pretty(&inspection)?),
        Format::Text => print!("{}", text(&args.file, &inspection, &targets)),
    }
    let refused = targets
        .iter()
        .any(|target| inspection.target(*target).status() == Status::Error);
    Ok(if refused {
        ExitCode::from(REFUSED)
    } else {
        ExitCode::SUCCESS
    })
}

/// For people: a line for each operation, beneath it what is against it.
fn text(file: &Path, inspection: &Inspection, targets: &[Target]) -> String {
    let mut text = String::new();
    for target in targets {
        let report = inspection.target(*target);
        let count = report.valid().count();
        let all = report.operations.len();
        let _ = writeln!(
            text,
            "{}: {count} of {all} operations of {} can be offered",
            target.as_str(),
            file.display()
        );
        for operation in &report.operations {
            let mark = if operation.valid() { "yes" } else { "no " };
            let _ = writeln!(
                text,
                "  {mark}  {} {}  {}",
                operation.method, operation.path, operation.operation_id
            );
            for reason in &operation.reasons {
                // The parser's code may come several times, each for another place.
                let problem = inspection.error(reason);
                let _ = writeln!(
                    text,
                    "         {}:{}  {} [{}]",
                    problem.line, problem.column, problem.sentence, problem.code
                );
            }
        }
        let errors = report.errors.iter().map(|found| inspection.error(found));
        let warnings = report
            .warnings
            .iter()
            .map(|found| inspection.warning(found));
        let mut said = Vec::new();
        for (word, problem) in errors
            .map(|problem| ("error", problem))
            .chain(warnings.map(|problem| ("warning", problem)))
        {
            if said.contains(&problem) {
                continue;
            }
            let place = if problem.pointer.is_empty() {
                String::new()
            } else {
                format!("{}:{}  ", problem.line, problem.column)
            };
            let _ = writeln!(
                text,
                "  {word}: {place}{} {} [{}]",
                problem.sentence, problem.fix, problem.code
            );
            said.push(problem);
        }
    }
    text
}
