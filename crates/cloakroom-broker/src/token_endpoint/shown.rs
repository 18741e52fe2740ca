//! Texts of a provider, made fit to be kept and shown.

/// The longest run of token characters that is shown; longer ones look like a secret.
const LONGEST_RUN: usize = 24;
const LONGEST_TEXT: usize = 200;

/// A text of the provider without `secrets`, without anything that looks like one, without
/// control and invisible characters, and shortened. It is still text: HTML and terminals need
/// their own escaping.
pub(crate) fn text(text: &str, secrets: &[&str]) -> String {
    let mut clean = text.to_owned();
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        clean = clean.replace(secret, "…");
    }
    let mut shown = String::with_capacity(clean.len().min(LONGEST_TEXT));
    let mut run = String::new();
    for c in clean.chars().chain(std::iter::once(' ')) {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+' | '=' | '~') {
            run.push(c);
            continue;
        }
        if run.len() >= LONGEST_RUN {
            shown.push('…');
        } else {
            shown.push_str(&run);
        }
        run.clear();
        if c.is_control() || is_invisible(c) {
            shown.push(' ');
        } else {
            shown.push(c);
        }
    }
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    match shown.char_indices().nth(LONGEST_TEXT) {
        Some((end, _)) => format!("{}…", &shown[..end]),
        None => shown,
    }
}

/// An error code: the characters of RFC 6749 §5.2 that such codes really have, else a word that
/// says that it was none.
pub(crate) fn error_code(text: &str, secrets: &[&str]) -> String {
    let plain = !text.is_empty()
        && text.len() <= 64
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
    if plain && !secrets.contains(&text) {
        text.to_owned()
    } else {
        self::text(text, secrets)
    }
}

/// Characters that change how others are read, or take no room.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Guard: `cloakroom_broker::token_endpoint::shown::text`
    #[test]
    fn ops_01_a_description_that_repeats_a_secret_is_cleaned() {
        let shown = text(
            "code c0de for AbCdEfGhIjKlMnOpQrStUvWxYz012345 is stale",
            &["c0de", ""],
        );
        assert_eq!(shown, "code … for … is stale");
    }

    #[test]
    fn ops_05_control_and_invisible_characters_become_blanks() {
        let shown = text("a\r\nlevel=error\u{1b}[31m b\u{202e}c\u{200b}d", &[]);
        assert_eq!(shown, "a level=error [31m b c d");
    }

    #[test]
    fn sec_signin_19_a_long_text_is_shortened_at_a_character() {
        let shown = text(&"é ".repeat(500), &[]);
        assert_eq!(shown.chars().count(), LONGEST_TEXT + 1);
        assert!(shown.ends_with('…'));
    }

    #[test]
    fn an_ordinary_error_code_stays_whole() {
        assert_eq!(
            error_code("interaction_required_by_the_provider", &[]),
            "interaction_required_by_the_provider"
        );
        assert_eq!(error_code("<b>x</b>\n", &[]), "<b>x</b>");
    }
}
