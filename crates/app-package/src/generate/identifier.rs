//! Property names as expressions.

/// The expression of a property beneath another, or of a top-level property of the data.
pub(super) fn property(parent: &str, name: &str) -> String {
    let plain = name.starts_with(|char: char| char.is_ascii_alphabetic() || char == '_')
        && name
            .chars()
            .all(|char| char.is_ascii_alphanumeric() || char == '_')
        && !["true", "false", "null", "undefined"].contains(&name);
    match (parent.is_empty(), plain) {
        (true, true) => name.to_owned(),
        (false, true) => format!("{parent}.{name}"),
        (true, false) => format!("$data[{}]", quoted(name)),
        (false, false) => format!("{parent}[{}]", quoted(name)),
    }
}

/// A text in an expression. Braces would end the expression around it.
fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('\'', "\\'");
    format!("'{text}'")
}

/// Whether a name can stand in an expression at all.
pub(super) fn is_possible(name: &str) -> bool {
    !name.is_empty()
        && name.chars().count() <= 100
        && !name.contains(['{', '}', '\n', '\r', '`', '\\', '\''])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_no_identifier_is_written_in_brackets() {
        assert_eq!(property("", "title"), "title");
        assert_eq!(property("a", "b"), "a.b");
        assert_eq!(property("", "first-name"), "$data['first-name']");
        assert_eq!(property("a", "x y"), "a['x y']");
        assert_eq!(property("", "null"), "$data['null']");
    }
}
