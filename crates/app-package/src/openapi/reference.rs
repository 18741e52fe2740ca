//! `$ref`: inside the document or to files of the same package, nowhere else (SEC-PKG-04).
//!
//! All references are looked at and all files read before anything is resolved: a description
//! that points outside is refused even where no command would follow the pointer. No reference is
//! ever fetched or opened as a path; a file is an entry of the package or it does not exist.

use percent_encoding::percent_decode_str;

use super::OpenApi;
use crate::document::{Cursor, Document, NodeValue};
use crate::problem::{Problem, Problems};
use crate::{Limits, PackageFiles};

/// References followed one after the other, before a chain is given up (SEC-PKG-05).
const CHAIN: usize = 32;

/// Values that are data, not description: a `$ref` in them is an ordinary property.
const DATA: [&str; 5] = ["example", "examples", "default", "enum", "x-examples"];

/// A reference taken apart.
struct Target {
    file: String,
    pointer: String,
}

/// The description and all files that it refers to, directly or not.
pub(super) fn read_all(
    files: &PackageFiles,
    file: &str,
    limits: &Limits,
    problems: &mut Problems,
) -> Option<Vec<Document>> {
    let mut documents = vec![parse(files, file, limits, problems)?];
    let mut next = 0;
    let mut sound = true;
    while next < documents.len() {
        let mut wanted = Vec::new();
        scan(
            &documents[next].cursor(),
            problems,
            &mut sound,
            &mut wanted,
            files,
        );
        for file in wanted {
            if documents.iter().all(|document| document.file != file) {
                documents.push(parse(files, &file, limits, problems)?);
            }
        }
        next += 1;
    }
    sound.then_some(documents)
}

fn parse(
    files: &PackageFiles,
    file: &str,
    limits: &Limits,
    problems: &mut Problems,
) -> Option<Document> {
    // The caller found the name among the files.
    let bytes = files.get(file).unwrap_or_default();
    Document::parse(file, bytes, limits)
        .map_err(|problem| problems.push(*problem))
        .ok()
}

/// Finds every `$ref`. Recursion is bounded by the depth of the document.
fn scan(
    at: &Cursor<'_>,
    problems: &mut Problems,
    sound: &mut bool,
    wanted: &mut Vec<String>,
    files: &PackageFiles,
) {
    if let Some(place) = at.get("$ref")
        && let Some(text) = place.node.as_str()
    {
        match target(&at.document.file, text) {
            Ok(target) if files.get(&target.file).is_some() => {
                if !wanted.contains(&target.file) {
                    wanted.push(target.file);
                }
            }
            Ok(target) => {
                *sound = false;
                problems.push(Problem::at(
                    "reference_file_missing",
                    &place,
                    format!(
                        "The reference leads to {:?}, which is not in the package.",
                        target.file
                    ),
                    "Put the file into the package, or the schema into this file.",
                ));
            }
            Err(reason) => {
                *sound = false;
                problems.push(Problem::at(
                    "reference_outside_package",
                    &place,
                    format!("The reference {text:?} {reason}."),
                    "Refer to this file (\"#/components/…\") or to a file of the package.",
                ));
            }
        }
    }
    match &at.node.value {
        NodeValue::Object(_) => {
            for (key, child) in at.members() {
                if !DATA.contains(&key) && is_collection(&child) {
                    scan(&child, problems, sound, wanted, files);
                }
            }
        }
        NodeValue::Array(_) => {
            for child in at.items().iter().filter(|child| is_collection(child)) {
                scan(child, problems, sound, wanted, files);
            }
        }
        _ => {}
    }
}

fn is_collection(at: &Cursor<'_>) -> bool {
    matches!(at.node.value, NodeValue::Object(_) | NodeValue::Array(_))
}

/// Takes a reference apart; an error says why it leads outside.
fn target(from: &str, reference: &str) -> Result<Target, &'static str> {
    let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let decode = |text: &str| {
        percent_decode_str(text)
            .decode_utf8()
            .map(String::from)
            .map_err(|_| "is not UTF-8")
    };
    let (file, pointer) = (decode(file)?, decode(fragment)?);
    if !pointer.is_empty() && !pointer.starts_with('/') {
        return Err("is not a JSON pointer");
    }
    if file.is_empty() {
        return Ok(Target {
            file: from.to_owned(),
            pointer,
        });
    }
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    Ok(Target {
        file: join(folder, &file)?,
        pointer,
    })
}

/// A relative name seen from a folder of the package. Names that could mean anything but an entry
/// of the package are refused: schemes, absolute and protocol-relative ones, ways above the root.
pub(crate) fn join(folder: &str, name: &str) -> Result<String, &'static str> {
    if name.contains([':', '\\', '?', '\0']) {
        return Err("is not a relative file name");
    }
    if name.starts_with('/') {
        return Err("is absolute");
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in name.split('/') {
        match part {
            "." => {}
            "" => return Err("has an empty part"),
            ".." => {
                parts.pop().ok_or("leads out of the package")?;
            }
            part => parts.push(part),
        }
    }
    Ok(parts.join("/"))
}

impl OpenApi {
    /// Follows `$ref`, if there is one, to what it means in the end.
    ///
    /// # Errors
    /// A reference to nothing, in a circle, or over too many stations.
    pub(crate) fn resolve<'a>(&'a self, start: Cursor<'a>) -> Result<Cursor<'a>, Box<Problem>> {
        let mut at = start.clone();
        for _ in 0..CHAIN {
            let Some(reference) = at.get("$ref").and_then(|place| place.node.as_str()) else {
                return Ok(at);
            };
            let next = target(&at.document.file, reference)
                .ok()
                .and_then(|target| {
                    self.documents
                        .iter()
                        .find(|document| document.file == target.file)?
                        .cursor()
                        .follow(&target.pointer)
                });
            at = next.ok_or_else(|| {
                Box::new(Problem::at(
                    "reference_not_found",
                    &at,
                    format!("The reference {reference:?} leads to nothing."),
                    "Correct the pointer, or add what it names.",
                ))
            })?;
        }
        Err(Box::new(Problem::at(
            "reference_circular",
            &start,
            format!("The reference goes in a circle, or over more than {CHAIN} others."),
            "Refer to the schema itself.",
        )))
    }
}
