//! Names of files in a package.

use unicode_normalization::UnicodeNormalization;

/// What a name's ending says about how the file is treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Of a kind that a package uses: it is read.
    Wanted,
    /// Anything else, nested archives among them: it stays closed.
    Skipped,
}

/// Endings of the files that manifests may name, in lower case.
const WANTED: [&str; 6] = ["json", "yaml", "yml", "png", "txt", "md"];

/// Deepest folder nesting of a name.
const SEGMENTS: usize = 12;

/// Names that open a device on Windows, whatever ending they have.
const DEVICES: [&str; 24] = [
    "con", "prn", "aux", "nul", "conin$", "conout$", "com1", "com2", "com3", "com4", "com5",
    "com6", "com7", "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8",
    "lpt9",
];

/// Refuses a name that means another place on any system (SEC-PKG-01), although nothing is ever
/// written under it: names are shown, compared and packed again.
pub(crate) fn check(name: &str, limit: usize) -> Result<(), &'static str> {
    if name.is_empty() {
        return Err("it is empty");
    }
    if name.len() > limit {
        return Err("it is too long");
    }
    if name.contains('\\') {
        return Err("it has a backslash");
    }
    if name.starts_with('/') {
        return Err("it is absolute");
    }
    if name.contains(':') {
        return Err("it has a colon, as drives and streams do");
    }
    if name.chars().any(is_hidden_or_control) {
        return Err("it has control or invisible characters");
    }
    if name.contains(['<', '>', '"', '|', '?', '*']) {
        return Err("it has characters that not all systems allow");
    }
    if name.split('/').count() > SEGMENTS {
        return Err("it is nested too deep");
    }
    name.split('/').try_for_each(check_segment)
}

fn check_segment(segment: &str) -> Result<(), &'static str> {
    if segment.is_empty() {
        return Err("it has an empty part");
    }
    if segment == "." || segment == ".." {
        return Err("it has a `.` or `..` part");
    }
    if segment.ends_with(['.', ' ']) || segment.starts_with(' ') {
        return Err("a part begins with a blank, or ends with a dot or blank");
    }
    let stem: String = segment
        .split('.')
        .next()
        .unwrap_or(segment)
        .trim()
        .nfkc()
        .collect();
    if DEVICES.contains(&stem.to_lowercase().as_str()) {
        return Err("it is the name of a device");
    }
    Ok(())
}

/// Control characters, and those that are invisible or turn the direction of text.
fn is_hidden_or_control(char: char) -> bool {
    char.is_control()
        || matches!(char,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffd}')
}

/// What two names share when some file system takes them for one (SEC-PKG-03).
pub(crate) fn key(name: &str) -> String {
    // Normalized again: lower case can leave the normal form (U+0130).
    let folded: String = name.nfkc().collect::<String>().to_lowercase();
    folded.nfkc().collect()
}

/// Whether a file of this name is read at all.
pub(crate) fn kind(name: &str) -> Kind {
    let hidden = name
        .split('/')
        .any(|segment| segment.starts_with('.') || segment == "__MACOSX");
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_lowercase());
    match ending {
        Some(ending) if !hidden && WANTED.contains(&ending.as_str()) => Kind::Wanted,
        _ => Kind::Skipped,
    }
}
