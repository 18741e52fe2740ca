//! Texts of a description, cut and turned into labels.

/// The first line of a text, cut at a word so that it has no more than `limit` characters.
pub(super) fn cut(text: &str, limit: usize) -> String {
    let line = text.trim().lines().next().unwrap_or_default().trim();
    if line.chars().count() <= limit {
        return line.to_owned();
    }
    let mut short: String = line.chars().take(limit.saturating_sub(1)).collect();
    if let Some(blank) = short.rfind(' ').filter(|blank| *blank > short.len() / 2) {
        short.truncate(blank);
    }
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

/// A name as a label: `assignedTo` and `assigned_to` become `Assigned to`.
pub(super) fn label(name: &str) -> String {
    let mut words = String::new();
    let mut before = ' ';
    for char in name.chars() {
        if !char.is_alphanumeric() {
            if !words.ends_with(' ') && !words.is_empty() {
                words.push(' ');
            }
        } else if char.is_uppercase() && (before.is_lowercase() || before.is_ascii_digit()) {
            words.push(' ');
            words.extend(char.to_lowercase());
        } else {
            words.push(char);
        }
        before = char;
    }
    let words = words.trim();
    let mut chars = words.chars();
    chars.next().map_or_else(
        || name.to_owned(),
        |first| first.to_uppercase().chain(chars).collect(),
    )
}

/// A text that file names may be made of.
pub(super) fn slug(text: &str) -> String {
    let slug: String = text
        .chars()
        .map(|char| {
            if char.is_ascii_alphanumeric() || char == '-' {
                char
            } else {
                '_'
            }
        })
        .take(60)
        .collect();
    if slug.is_empty() {
        "operation".to_owned()
    } else {
        slug
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_labels() {
        for (name, expected) in [
            ("assignedTo", "Assigned to"),
            ("assigned_to", "Assigned to"),
            ("X-API-Version", "X API Version"),
            ("id", "Id"),
            ("filter.since", "Filter since"),
            ("面", "面"),
            ("$", "$"),
        ] {
            assert_eq!(label(name), expected);
        }
    }

    #[test]
    fn texts_are_cut_at_a_word_and_within_their_limit() {
        assert_eq!(cut("  Short.\nMore", 32), "Short.");
        assert_eq!(cut("one two three four", 12), "one two…");
        assert_eq!(cut(&"x".repeat(40), 10).chars().count(), 10);
        assert_eq!(cut("", 10), "");
    }
}
