//! `${{NAME}}`: what toolkit projects write where the environment fills something in.

use std::borrow::Cow;

/// The text with a URL in the place of every placeholder. Before a project is provisioned its
/// server is not known, and is taken for a good one.
pub(crate) fn filled(text: &str) -> Cow<'_, str> {
    let mut rest = text;
    let mut filled = String::new();
    while let Some((start, end)) = find(rest) {
        filled.push_str(&rest[..start]);
        filled.push_str("https://api.example.test");
        rest = &rest[end..];
    }
    if filled.is_empty() && rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    filled.push_str(rest);
    Cow::Owned(filled)
}

/// The first placeholder: from its dollar sign to behind its braces.
fn find(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(at) = text[from..].find("${{") {
        let start = from + at;
        let inside = &text[start + 3..];
        if let Some(length) = inside.find("}}") {
            let name = inside[..length].trim();
            let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
            if name.starts_with(|c: char| word(c) && !c.is_ascii_digit()) && name.chars().all(word)
            {
                return Some((start, start + 3 + length + 2));
            }
        }
        from = start + 3;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_is_filled_and_the_rest_stays() {
        let url = "https://api.example.test";
        for (text, expected) in [
            ("${{OPENAPI_SERVER_URL}}", url.to_owned()),
            ("${{ A_1 }}/v1", format!("{url}/v1")),
            ("${{A}}${{B}}", format!("{url}{url}")),
            (
                "${{1A}} ${A} {{A}} ${{A",
                "${{1A}} ${A} {{A}} ${{A".to_owned(),
            ),
            ("", String::new()),
        ] {
            assert_eq!(filled(text), expected, "{text}");
        }
    }
}
