//! Patterns of the schemas, compiled when first needed.

use std::sync::OnceLock;

use regex::Regex;

use super::table::PATTERNS;

/// As many as there are rows in the table.
static COMPILED: [OnceLock<Option<Regex>>; 64] = [const { OnceLock::new() }; 64];

/// Whether a text matches a pattern of the table. The generator compiled each of them once, so
/// that one which can't be compiled does not occur; it would match nothing.
pub(super) fn matches(index: usize, text: &str) -> bool {
    let (Some(cell), Some((_, ours))) = (COMPILED.get(index), PATTERNS.get(index)) else {
        return false;
    };
    cell.get_or_init(|| Regex::new(ours).ok())
        .as_ref()
        .is_some_and(|pattern| pattern.is_match(text))
}

/// A pattern as published.
pub(super) fn source(index: usize) -> &'static str {
    PATTERNS.get(index).map_or("", |(source, _)| source)
}

/// What a published pattern means, in words.
pub(crate) fn hint(source: &str) -> Option<&'static str> {
    Some(match source {
        "^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$" => {
            "a GUID: 8-4-4-4-12 hexadecimal digits"
        }
        "^[Hh][Tt][Tt][Pp][Ss]?://" => "a URL that begins with https:// or http://",
        "^[Hh][Tt][Tt][Pp][Ss]://" => "a URL that begins with https://",
        "^#[0-9a-fA-F]{6}$" => "a colour such as #C2410C",
        r"^([0-9]|[1-9]+[0-9]*)\.([0-9]|[1-9]+[0-9]*)\.([0-9]|[1-9]+[0-9]*)$" => {
            "a version of three numbers such as 1.0.0"
        }
        "^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8}){0,2}$" => "a language tag such as en-us",
        "^[A-Za-z0-9_]+$" => "letters, digits and underscores",
        "^[A-Za-z0-9-]+$" => "letters, digits and hyphens",
        "^[A-Za-z0-9_-]+$" => "letters, digits, underscores and hyphens",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_pattern_of_the_table_compiles_and_has_a_cell() {
        assert!(PATTERNS.len() <= COMPILED.len());
        for (source, ours) in PATTERNS {
            Regex::new(ours).unwrap_or_else(|error| panic!("{source}: {error}"));
        }
    }

    #[test]
    fn the_rewritten_pattern_means_what_the_published_one_does() {
        let index = PATTERNS
            .iter()
            .position(|(source, ours)| source != ours)
            .unwrap();
        for (text, expected) in [
            ("add.xll", true),
            (".xll", true),
            ("ädd.xll", true),
            ("a b.xll", false),
            ("a\tb.xll", false),
            ("a\u{7}b.xll", false),
            ("a\u{8}b.xll", false),
            ("a\nb.xll", false),
            ("add.xlsx", false),
            ("add.xll\n", false),
        ] {
            assert_eq!(matches(index, text), expected, "{text:?}");
        }
    }
}
