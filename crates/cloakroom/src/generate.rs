//! `cloakroom generate`: a whole app package from an OpenAPI description.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use app_package::{Choices, GenerateError, GeneratedPackage, LeftOut, Limits, generate};
use cloakroom_model::Random;
use serde_json::json;

use crate::cli::{Format, GenerateArgs};

pub(crate) fn run(args: &GenerateArgs, random: &dyn Random) -> Result<()> {
    let name = args.file.to_string_lossy();
    let bytes = std::fs::read(&args.file).with_context(|| name.clone().into_owned())?;
    let choices = Choices {
        id: args.id.clone().unwrap_or_else(|| guid(random)),
        operations: args.operations.clone(),
        registration: args.registration.clone(),
        server: args.server_url.clone(),
        name: args.name.clone(),
    };
    let package = generate(&name, &bytes, &choices, &Limits::description())
        .map_err(|error| anyhow::anyhow!(said(&error)))?;
    write(&package, &args.output_folder)?;
    let registration = registration_file(&args.output_folder);
    if let Some(fields) = &package.registration {
        std::fs::write(&registration, format!("{fields:#}\n"))
            .with_context(|| format!("{}", registration.display()))?;
    }
    match args.output.format() {
        Format::Json => println!(
            "{:#}",
            json!({
                "id": choices.id,
                "folder": args.output_folder,
                "registrationFile": package.registration.is_some().then_some(&registration),
                "commands": package.commands,
                "leftOut": package.left_out,
            })
        ),
        Format::Text => print!("{}", text(&package, args, &registration)),
    }
    Ok(())
}

/// Writes the files into a folder that has to be new or empty: what somebody has changed by hand is
/// not overwritten.
fn write(package: &GeneratedPackage, folder: &Path) -> Result<()> {
    let context = || format!("{}", folder.display());
    if folder.exists() {
        let mut entries = std::fs::read_dir(folder).with_context(context)?;
        if entries.next().is_some() {
            bail!("{}: the folder is not empty", folder.display());
        }
    }
    for (name, bytes) in package.files.iter() {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).with_context(context)?;
        }
        std::fs::write(&path, bytes).with_context(|| format!("{}", path.display()))?;
    }
    Ok(())
}

/// Beside the package, which holds nothing that is not for Teams.
fn registration_file(folder: &Path) -> PathBuf {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    folder.with_file_name(format!("{name}.registration.json"))
}

fn text(package: &GeneratedPackage, args: &GenerateArgs, registration: &Path) -> String {
    let folder = args.output_folder.display();
    let mut text = format!(
        "{folder}: {} files, {} commands\n",
        package.files.len(),
        package.commands.len()
    );
    for command in &package.commands {
        let _ = writeln!(
            text,
            "  {} {}  {}",
            command.method, command.path, command.operation_id
        );
    }
    text.push_str(&left_out(&package.left_out));
    if package.registration.is_some() {
        let _ = writeln!(
            text,
            "Register the OAuth client with what the description knows:\n  cloakroom registration create --file {} --client-id … --client-secret-file -",
            registration.display()
        );
        if args.registration.is_none() {
            let _ = writeln!(
                text,
                "Then put its ID in the place of REGISTRATION_ID in {folder}/manifest.json."
            );
        }
    }
    text
}

fn left_out(operations: &[LeftOut]) -> String {
    let mut text = String::new();
    if !operations.is_empty() {
        text.push_str("Left out:\n");
    }
    for operation in operations {
        let _ = writeln!(
            text,
            "  {} {}  {} [{}]",
            operation.method, operation.path, operation.why, operation.code
        );
    }
    text
}

fn said(error: &GenerateError) -> String {
    match error {
        GenerateError::NothingToOffer(operations) => {
            format!("{error} ({})\n{}", error.code(), left_out(operations))
                .trim_end()
                .to_owned()
        }
        _ => format!("{error} ({})", error.code()),
    }
}

/// A GUID of version 4 (RFC 9562).
fn guid(random: &dyn Random) -> String {
    uuid::Builder::from_random_bytes(random.bytes())
        .into_uuid()
        .to_string()
}
