//! The verbs against a demo of their own, and the transcript of `docs/terminal.md` replayed.
#![cfg(feature = "demo")]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod demo;
mod verbs;

use std::path::Path;
use std::process::Command;

use demo::{BINARY, demo};

/// The commands of the page with what they should print.
fn transcript() -> Vec<(String, String)> {
    let page = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/terminal.md"),
    )
    .unwrap();
    page.split("```console\n")
        .skip(1)
        .map(|block| {
            let block = block.split("```").next().unwrap();
            let (command, output) = block.split_once('\n').unwrap();
            (
                command.strip_prefix("$ cloakroom ").unwrap().to_owned(),
                output.to_owned(),
            )
        })
        .collect()
}

/// Words, with those in quotes kept together.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (i, part) in command.split('"').enumerate() {
        if i % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// The last words that were printed with a prefix such as `reg_`: `reg_…` in a command means them.
#[derive(Default)]
struct Printed(String);

impl Printed {
    fn filled(&self, word: &str) -> String {
        let Some(prefix) = word.strip_suffix('…') else {
            return word.to_owned();
        };
        let mut words = self
            .0
            .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        let last = words.rfind(|word| word.starts_with(prefix));
        last.unwrap_or_else(|| panic!("nothing was printed that begins with {prefix}"))
            .to_owned()
    }
}

/// Whether the output fits the pattern, in which `…` stands for anything and blanks for blanks.
fn fits(output: &str, pattern: &str) -> bool {
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (output, pattern) = (flat(output), flat(pattern));
    let mut rest = output.as_str();
    let mut parts = pattern.split('…').map(str::trim).peekable();
    if let Some(first) = parts.next() {
        let Some(after) = rest.strip_prefix(first) else {
            return false;
        };
        rest = after;
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() && part.is_empty() {
            return true;
        }
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.trim().is_empty()
}

/// Copies a folder of files and folders.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn the_transcript_of_the_terminal_page_is_what_the_program_prints() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    // The page's files are those of the repository, copied, because the page changes some.
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    for name in ["repairs", "answers", "broken/oauth-before-1-26"] {
        copy(
            &samples.join(name),
            &folder.path().join("samples").join(name),
        );
    }
    let demo = demo(&data);
    // As two editors would leave them, with a line end.
    std::fs::write(folder.path().join("first.key"), "key-of-today\n").unwrap();
    std::fs::write(folder.path().join("second.key"), "key-of-tomorrow\n").unwrap();
    let mut so_far = Printed::default();
    let steps = transcript();
    assert!(steps.len() >= 8, "only {} commands were found", steps.len());
    for (command, expected) in steps {
        let done = Command::new(BINARY)
            .args(words(&command).iter().map(|word| so_far.filled(word)))
            .current_dir(folder.path())
            .env("CLOAKROOM_SERVER", &demo.server)
            .env("CLOAKROOM_TOKEN_FILE", data.join("administrator.token"))
            .output()
            .unwrap();
        let printed = format!(
            "{}{}",
            String::from_utf8(done.stdout).unwrap(),
            String::from_utf8(done.stderr).unwrap()
        );
        assert!(
            fits(&printed, &expected),
            "$ cloakroom {command}\nprinted\n{printed}\ninstead of\n{expected}"
        );
        so_far.0.push_str(&printed);
        assert_eq!(
            done.status.success(),
            !expected.starts_with("cloakroom:") && !expected.starts_with("error["),
            "$ cloakroom {command}"
        );
    }
}

#[test]
fn the_embedded_store_of_a_running_server_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let demo = demo(&data);
    let list = || {
        Command::new(BINARY)
            .args(["registration", "list", "--json", "--data"])
            .arg(&data)
            .output()
            .unwrap()
    };
    let running = list();
    assert!(!running.status.success());
    assert!(
        String::from_utf8(running.stderr)
            .unwrap()
            .contains("another Cloakroom is using this data folder")
    );
    drop(demo);
    let stopped = list();
    assert!(
        stopped.status.success(),
        "{}",
        String::from_utf8_lossy(&stopped.stderr)
    );
    assert!(
        String::from_utf8(stopped.stdout)
            .unwrap()
            .contains("Contoso Repairs")
    );
}

/// Guard: `cloakroom::wiring::master_key`
#[test]
fn sec_vault_05_a_lost_or_foreign_master_key_stops_the_start_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    drop(demo(&data));
    let key = std::fs::read(data.join("master.key")).unwrap();
    let list = || {
        Command::new(BINARY)
            .args(["registration", "list", "--data"])
            .arg(&data)
            .output()
            .unwrap()
    };
    let said = |what: &str| {
        let done = list();
        let words = String::from_utf8(done.stderr).unwrap();
        assert!(!done.status.success() && words.contains(what), "{words}");
    };
    std::fs::remove_file(data.join("master.key")).unwrap();
    said("the master key of this data is missing");
    assert!(!data.join("master.key").exists(), "a key was made up");
    let write = |text: &[u8]| {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::write(data.join("master.key"), text).unwrap();
        std::fs::set_permissions(
            data.join("master.key"),
            std::fs::Permissions::from_mode(0o600),
        )
        .unwrap();
    };
    write(b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n");
    said("this is not the master key of this data");
    write(&key[..20]);
    said("master");
    write(&key);
    assert!(list().status.success());
}
