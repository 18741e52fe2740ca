//! A copy of the repository in which mutants are made, so that nobody's working tree is touched.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// Brings the copy up to date with the files that git knows or would take, committed or not. What
/// has not changed is not written, so that cargo builds only what has.
pub(crate) fn update(root: &Path, copy: &Path) -> Result<()> {
    let wanted = listed(root)?;
    for file in &wanted {
        let (from, to) = (root.join(file), copy.join(file));
        let bytes = fs::read(&from).with_context(|| format!("{}", from.display()))?;
        if fs::read(&to).is_ok_and(|old| old == bytes) {
            continue;
        }
        fs::create_dir_all(to.parent().context("a file lies in a folder")?)?;
        fs::write(&to, bytes).with_context(|| format!("{}", to.display()))?;
    }
    remove_others(copy, Path::new(""), &wanted)
}

fn listed(root: &Path) -> Result<BTreeSet<PathBuf>> {
    let output = Command::new("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(root)
        .output()
        .context("git ls-files")?;
    if !output.status.success() {
        bail!("git ls-files failed");
    }
    let names = String::from_utf8(output.stdout).context("file names are UTF-8")?;
    let files = names.split('\0').filter(|name| !name.is_empty());
    Ok(files
        .map(PathBuf::from)
        // Deleted and not yet committed.
        .filter(|file| root.join(file).is_file())
        .collect())
}

fn remove_others(copy: &Path, folder: &Path, wanted: &BTreeSet<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(copy.join(folder))? {
        let name = folder.join(entry?.file_name());
        let path = copy.join(&name);
        if name == Path::new("target") {
            continue;
        }
        if path.is_dir() {
            remove_others(copy, &name, wanted)?;
        } else if !wanted.contains(&name) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}
