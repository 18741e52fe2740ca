//! Writes `samples/broken`: `cargo run -p app-package --example write_broken_samples`.
//!
//! Each folder is a package with one fault, named after the rule that finds it. The faults stand in
//! `tests/faults`, where a test holds the folders to them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../tests/faults/mod.rs"]
#[allow(dead_code, missing_docs)]
mod faults;

use std::fs;
use std::path::Path;

fn main() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/broken");
    if root.is_dir() {
        for entry in fs::read_dir(&root)? {
            let path = entry?.path();
            if path.is_dir() {
                fs::remove_dir_all(path)?;
            }
        }
    }
    for fault in faults::faults() {
        let Some(name) = fault.sample else {
            continue;
        };
        for (file, bytes) in fault.files().iter() {
            let path = root.join(name).join(file);
            fs::create_dir_all(path.parent().unwrap())?;
            fs::write(path, bytes)?;
        }
    }
    Ok(())
}
