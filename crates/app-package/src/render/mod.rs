//! A report for people, for code scanning, and for GitHub Actions: one file each, one model.

mod github;
mod sarif;
mod text;

use crate::PackageFiles;

/// Where the judged files are: for the source beside a finding, and the path that people see.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// The files that were judged, if they could be read.
    pub files: Option<&'a PackageFiles>,
    /// The package's path, or that of the file that was judged alone.
    pub path: &'a str,
    /// Whether `path` is the file itself.
    pub alone: bool,
}

impl Sources<'_> {
    /// The path of a file, as the user would write it.
    fn place(&self, file: &str) -> String {
        if self.alone || self.files.is_none() {
            return self.path.to_owned();
        }
        match self.path.trim_end_matches('/') {
            "" | "." => file.to_owned(),
            path => format!("{path}/{file}"),
        }
    }

    /// A file's text without a byte-order mark, if it is text.
    fn text(&self, file: &str) -> Option<&str> {
        let text = std::str::from_utf8(self.files?.get(file)?).ok()?;
        Some(text.strip_prefix('\u{feff}').unwrap_or(text))
    }
}

pub use github::render as render_github;
pub use sarif::render as render_sarif;
pub use text::render as render_text;

#[cfg(test)]
mod tests;
