//! What differs between two versions of a text, as data and as a unified difference.

use serde::Serialize;
use similar::{ChangeTag, TextDiff};

/// Lines shown around a change.
const CONTEXT: usize = 3;

/// What differs between two versions of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// The file's name in the package.
    pub file: String,
    /// The changed places, in their order; none where both are equal.
    pub hunks: Vec<Hunk>,
    /// The same as text, as `diff -u` and `patch` have it; empty where both are equal.
    pub unified: String,
}

/// A changed place with the lines around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Hunk {
    /// Its lines.
    pub lines: Vec<Line>,
}

/// One line of a changed place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Line {
    /// Whether it stays.
    pub kind: LineKind,
    /// Its number in the text before, from 1; `null` for an added line.
    pub before: Option<usize>,
    /// Its number in the text after, from 1; `null` for a removed line.
    pub after: Option<usize>,
    /// The line without its end.
    pub text: String,
}

/// Whether a line stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum LineKind {
    /// It is in both.
    Same,
    /// It is in the text before alone.
    Removed,
    /// It is in the text after alone.
    Added,
}

/// Compares two versions of a text file line by line.
///
/// ```
/// use app_package::{LineKind, difference};
///
/// let found = difference("a.json", b"{\n\"a\": 1\n}\n", b"{\n\"a\": 2\n}\n");
/// let kinds: Vec<_> = found.hunks[0].lines.iter().map(|line| line.kind).collect();
/// assert_eq!(kinds, [LineKind::Same, LineKind::Removed, LineKind::Added, LineKind::Same]);
/// assert!(found.unified.starts_with("--- a.json\n+++ a.json\n@@ -1,3 +1,3 @@\n"));
/// ```
pub fn difference(file: &str, before: &[u8], after: &[u8]) -> Difference {
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    let (before, after) = (text(before), text(after));
    let compared = TextDiff::from_lines(&before, &after);
    let groups = compared.grouped_ops(CONTEXT);
    let hunks = groups.iter().map(|group| Hunk {
        lines: group
            .iter()
            .flat_map(|operation| compared.iter_changes(operation))
            .map(|change| Line {
                kind: match change.tag() {
                    ChangeTag::Equal => LineKind::Same,
                    ChangeTag::Delete => LineKind::Removed,
                    ChangeTag::Insert => LineKind::Added,
                },
                before: change.old_index().map(|index| index + 1),
                after: change.new_index().map(|index| index + 1),
                text: change.value().trim_end_matches(['\r', '\n']).to_owned(),
            })
            .collect(),
    });
    Difference {
        file: file.to_owned(),
        hunks: hunks.collect(),
        unified: compared
            .unified_diff()
            .context_radius(CONTEXT)
            .header(file, file)
            .to_string(),
    }
}
