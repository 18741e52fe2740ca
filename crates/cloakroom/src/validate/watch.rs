//! `--watch`: judges again when something changed. Two looks a second at times and sizes need no
//! service of the operating system, and see changes on every kind of disk.

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use anyhow::Result;
use app_package::Options;

use super::source::Source;
use super::{ValidateArgs, print};

const PAUSE: Duration = Duration::from_millis(500);

/// Entries looked at; more than a package may have.
const ENTRIES: usize = 2_000;

/// Runs until it is ended from outside, by Ctrl-C.
pub(super) fn run(args: &ValidateArgs, options: &Options) -> Result<ExitCode> {
    let mut before = None;
    loop {
        let now = fingerprint(&args.path);
        if before.as_ref() != Some(&now) {
            before = Some(now);
            match Source::read(&args.path) {
                // An editor may replace the file at this moment; the next look sees the new one.
                Err(error) => eprintln!("cloakroom: {error:#}"),
                Ok(source) => match source.validate(options) {
                    Err(error) => eprintln!("cloakroom: {error:#}"),
                    Ok(report) => print(args, &source, &report)?,
                },
            }
        }
        std::thread::sleep(PAUSE);
    }
}

/// Names, sizes and times of all files, in order.
fn fingerprint(path: &Path) -> Vec<(String, u64, Option<SystemTime>)> {
    let mut all = Vec::new();
    let mut left = vec![path.to_owned()];
    while let Some(path) = left.pop() {
        let Ok(metadata) = std::fs::symlink_metadata(&path) else {
            continue;
        };
        all.push((
            path.display().to_string(),
            metadata.len(),
            metadata.modified().ok(),
        ));
        if metadata.is_dir() && all.len() < ENTRIES {
            let entries = std::fs::read_dir(&path).into_iter().flatten().flatten();
            left.extend(entries.map(|entry| entry.path()).take(ENTRIES));
        }
    }
    all.sort();
    all
}
