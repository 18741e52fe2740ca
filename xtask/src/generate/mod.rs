//! `cargo xtask generate [--check] [NAME…]`: files that are made from others and committed
//! (decision 30). One module per generator.

mod functions;
mod openapi;
mod providers;
mod rules;
mod schemas;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// A file that a generator makes.
struct Generated {
    /// From the repository's root.
    path: &'static str,
    text: String,
}

/// What a generator needs: the repository, and the folder `shared` beside it where it is there.
struct Sources<'a> {
    root: &'a Path,
    shared: Option<PathBuf>,
}

/// `None` where its sources are absent.
type Generator = fn(&Sources<'_>) -> Result<Option<Vec<Generated>>>;

const GENERATORS: &[(&str, Generator)] = &[
    ("functions", functions::generate),
    ("rules", rules::generate),
    ("schemas", schemas::generate),
    ("providers", providers::generate),
    ("openapi", openapi::generate),
    ("client", openapi::client),
];

/// Writes all files, or with `--check` fails where one is not what would be written.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<()> {
    let check = arguments.iter().any(|argument| argument == "--check");
    let wanted: Vec<&String> = arguments
        .iter()
        .filter(|argument| *argument != "--check")
        .collect();
    for name in &wanted {
        if GENERATORS.iter().all(|(known, _)| known != name) {
            let names: Vec<&str> = GENERATORS.iter().map(|(name, _)| *name).collect();
            bail!("no generator {name:?}; there are {}", names.join(", "));
        }
    }
    let shared = root.join("../shared");
    let sources = Sources {
        root,
        shared: shared.is_dir().then_some(shared),
    };
    let mut stale = Vec::new();
    for (name, generator) in GENERATORS {
        if !wanted.is_empty() && wanted.iter().all(|wanted| wanted != name) {
            continue;
        }
        let Some(files) = generator(&sources).with_context(|| (*name).to_owned())? else {
            println!("{name}: skipped, its sources are absent");
            continue;
        };
        for Generated { path, text } in files {
            let place = sources.root.join(path);
            let same = std::fs::read_to_string(&place).is_ok_and(|there| there == text);
            if check && !same {
                stale.push(path);
            } else if !same {
                std::fs::write(&place, text).with_context(|| path.to_owned())?;
            }
            println!(
                "{name}: {path} {}",
                if same {
                    "is as it should be"
                } else {
                    "differs"
                }
            );
        }
    }
    if !stale.is_empty() {
        bail!("run `cargo run -p xtask -- generate`: {}", stale.join(", "));
    }
    Ok(())
}
