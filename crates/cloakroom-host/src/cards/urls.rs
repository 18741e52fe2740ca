//! Which URLs a card may hold, after expansion (SEC-PKG-09).

use adaptive_cards_templating::UrlKind;
use cloakroom_model::{ManifestId, Timestamp};
use cloakroom_vault::MacKey;
use url::Url;

use crate::images::sign;

/// Longest URL in a card, by the schema of response rendering templates.
const MAX_URL: usize = 2048;
/// Longest image inside a card.
const MAX_DATA_URL: usize = 64 * 1024;
/// What an image inside a card may call itself; never SVG, which can hold script.
const DATA_IMAGES: [&str; 4] = [
    "data:image/png;base64,",
    "data:image/jpeg;base64,",
    "data:image/gif;base64,",
    "data:image/webp;base64,",
];

/// Where the images of an answer are loaded from.
#[derive(Debug)]
pub(crate) enum Images<'a> {
    /// Where the card says: for other hosts.
    Direct,
    /// Through us, so that neither the user's address nor a referrer leaves: for our own chat
    /// (decision 14, SEC-PKG-16).
    Signed {
        key: &'a MacKey,
        app: &'a ManifestId,
        now: Timestamp,
    },
}

impl Images<'_> {
    /// The URL as the card may have it, or why it may not.
    pub(crate) fn judge(&self, kind: UrlKind, text: &str) -> Result<String, &'static str> {
        if text.is_empty() {
            return Ok(String::new());
        }
        if kind == UrlKind::Image && text.len() <= MAX_DATA_URL && is_data_image(text) {
            return Ok(text.to_owned());
        }
        if text.len() > MAX_URL {
            return Err("the URL is too long");
        }
        // Browsers drop blanks and line breaks inside a scheme; here they refuse it.
        if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err("the URL holds blanks or control characters");
        }
        let url = Url::parse(text).map_err(|_| "not an absolute URL")?;
        match (url.scheme(), kind) {
            ("https", _) if !url.username().is_empty() || url.password().is_some() => {
                Err("the URL carries credentials")
            }
            ("https", UrlKind::Image) => Ok(self.image(&url)),
            ("https", _) | ("mailto" | "tel", UrlKind::Link) => Ok(url.into()),
            _ => Err("only https URLs may stand in cards (mailto and tel in links too)"),
        }
    }

    fn image(&self, url: &Url) -> String {
        match self {
            Self::Direct => url.as_str().to_owned(),
            Self::Signed { key, app, now } => {
                format!("/api/v1/images/{}", sign(key, app, url, *now))
            }
        }
    }
}

/// Whether it is an image of an allowed type in plain base64.
fn is_data_image(text: &str) -> bool {
    DATA_IMAGES.iter().any(|prefix| {
        text.strip_prefix(prefix).is_some_and(|data| {
            !data.is_empty()
                && data
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(&b))
        })
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    const KINDS: [UrlKind; 4] = [
        UrlKind::Link,
        UrlKind::Image,
        UrlKind::Media,
        UrlKind::Other,
    ];

    /// Guard: `cloakroom_host::cards::urls::Images::judge`
    #[test]
    fn sec_pkg_09_only_https_urls_pass_whatever_their_spelling() {
        for text in [
            "javascript:alert(1)",
            "JaVa\tscript:alert(1)",
            "java\nscript:alert(1)",
            " javascript:alert(1)",
            "\u{1}javascript:alert(1)",
            "vbscript:msgbox",
            "data:text/html,<script>1</script>",
            "data:image/svg+xml;base64,PHN2Zz4=",
            "data:image/png;base64,\"><script>",
            "&#106;avascript:alert(1)",
            "javascript&colon;alert(1)",
            "http://api.example/x",
            "//evil.example/x",
            "/relative",
            "file:///etc/passwd",
            "blob:https://a.example/x",
            "https://user:word@a.example/",
            "ms-word:ofe|u|https://a.example",
        ] {
            for kind in KINDS {
                assert!(Images::Direct.judge(kind, text).is_err(), "{kind:?} {text}");
            }
        }
    }

    #[test]
    fn honest_urls_pass_as_they_were_parsed() {
        for kind in KINDS {
            assert_eq!(
                Images::Direct
                    .judge(kind, "https://A.example/x y".replace(' ', "%20").as_str())
                    .unwrap(),
                "https://a.example/x%20y"
            );
        }
        assert_eq!(
            Images::Direct
                .judge(UrlKind::Link, "mailto:a@b.example")
                .unwrap(),
            "mailto:a@b.example"
        );
        assert!(
            Images::Direct
                .judge(UrlKind::Image, "mailto:a@b.example")
                .is_err()
        );
        let data = "data:image/png;base64,iVBORw0KGgo=";
        assert_eq!(Images::Direct.judge(UrlKind::Image, data).unwrap(), data);
        assert!(Images::Direct.judge(UrlKind::Link, data).is_err());
    }

    proptest! {
        /// Whatever the text: what passes begins with an allowed scheme.
        #[test]
        fn nothing_passes_but_by_an_allowed_scheme(text in "[a-zA-Z&#;:/\\\\\t\n .]{0,20}:?[ -~]{0,20}") {
            for kind in KINDS {
                if let Ok(passed) = Images::Direct.judge(kind, &text) {
                    prop_assert!(
                        passed.is_empty() || ["https://", "mailto:", "tel:", "data:image/"].iter().any(|p| passed.starts_with(p)),
                        "{passed}"
                    );
                }
            }
        }
    }
}
