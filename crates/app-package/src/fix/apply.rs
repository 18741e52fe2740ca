//! Applies fixes until none is left.

use std::collections::BTreeMap;

use super::Edit;
use crate::PackageFiles;
use crate::validate::{Options, Report, validate, validate_file};

/// One fix may open the way for another; more rounds than this mean that two undo each other.
const ROUNDS: usize = 16;

/// A package after its mechanical fixes.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// All files, changed or not.
    pub files: PackageFiles,
    /// Names of the files that were changed.
    pub changed: Vec<String>,
    /// How many findings were fixed.
    pub fixes: usize,
    /// What is left.
    pub report: Report,
}

/// Applies every mechanical fix of findings that are not allowed, and validates again, until
/// nothing changes.
pub fn fix(files: &PackageFiles, options: &Options) -> Fixed {
    until_nothing_changes(files, &mut |files| validate(files, options))
}

/// The same for one file alone; `None` as [`validate_file`].
pub fn fix_file(name: &str, bytes: &[u8], options: &Options) -> Option<Fixed> {
    validate_file(name, bytes, options)?;
    let files = PackageFiles::embedded(&[(name, bytes)]);
    Some(until_nothing_changes(&files, &mut |files| {
        let bytes = files.get(name).unwrap_or_default();
        validate_file(name, bytes, options).unwrap_or_default()
    }))
}

fn until_nothing_changes(
    files: &PackageFiles,
    judge: &mut dyn FnMut(&PackageFiles) -> Report,
) -> Fixed {
    let mut fixed = Fixed {
        files: files.clone(),
        changed: Vec::new(),
        fixes: 0,
        report: judge(files),
    };
    for _ in 0..ROUNDS {
        let chosen = choose(&fixed.report);
        if chosen.is_empty() {
            break;
        }
        let mut by_file: BTreeMap<String, Vec<&Edit>> = BTreeMap::new();
        for edit in chosen.iter().flat_map(|edits| edits.iter()) {
            by_file.entry(edit.file.clone()).or_default().push(edit);
        }
        for (file, edits) in by_file {
            let before = fixed.files.get(&file).unwrap_or_default();
            let after = edited(before, edits);
            fixed.files.insert(file.clone(), after);
            if !fixed.changed.contains(&file) {
                fixed.changed.push(file);
            }
        }
        fixed.fixes += chosen.len();
        fixed.report = judge(&fixed.files);
    }
    fixed.changed.sort();
    fixed
}

/// The fixes that don't touch each other, in the order of the findings.
fn choose(report: &Report) -> Vec<Vec<Edit>> {
    let mut taken: Vec<Edit> = Vec::new();
    let mut chosen = Vec::new();
    for diagnostic in &report.diagnostics {
        let edits = &diagnostic.edits;
        let free = edits.iter().all(|edit| {
            taken.iter().all(|other| {
                other.file != edit.file || edit.end < other.start || other.end < edit.start
            })
        });
        if !edits.is_empty() && free {
            taken.extend(edits.iter().cloned());
            chosen.push(edits.clone());
        }
    }
    chosen
}

/// The text with all edits made, from the last to the first so that places stay true.
pub(crate) fn edited(bytes: &[u8], mut edits: Vec<&Edit>) -> Vec<u8> {
    let mark: usize = if bytes.starts_with(b"\xef\xbb\xbf") {
        3
    } else {
        0
    };
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.start));
    let mut text = bytes.to_vec();
    for edit in edits {
        let (start, end) = (mark + edit.start, mark + edit.end);
        // Places come from the text itself; this keeps a slip of ours from ending the program.
        if start <= end && end <= text.len() {
            text.splice(start..end, edit.text.bytes());
        }
    }
    text
}
