//! A look at the authorization endpoint as a browser would see it, without following anything.

use cloakroom_egress::Response;
use http::header;
use url::Url;

use crate::token_endpoint::shown;

/// What an authorization endpoint answered to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Look {
    /// It asks the person: a page, or a way to one.
    Asks,
    /// It sent the browser back to the redirect URL with an error: client and redirect URL are
    /// known.
    Back {
        error: String,
        description: Option<String>,
    },
    /// It refused to go on, and says so to the person.
    Refused { status: u16, words: Vec<String> },
    /// There is no such resource, or none for a GET.
    NotFound { status: u16 },
    /// It cannot answer.
    Failing { status: u16 },
}

/// The words by which providers that answer every request with a success name these two errors.
const IN_SUCCESS: [&str; 3] = [
    "redirect_uri_mismatch",
    "invalid_redirect_uri",
    "invalid_client",
];
/// Words of a page that are compared.
const MOST_WORDS: usize = 400;

/// Reads the answer to an authorization request whose answer was to go to `redirect`. `varying`
/// are the texts in which two such requests differ.
pub(super) fn read(response: &Response, redirect: &Url, varying: &[&str]) -> Look {
    let status = response.status.as_u16();
    if response.status.is_redirection() {
        let to = response
            .headers
            .get(header::LOCATION)
            .and_then(|to| to.to_str().ok())
            .unwrap_or_default();
        return match Url::parse(to) {
            Ok(to) if goes_to(&to, redirect) => back(&to),
            _ if IN_SUCCESS.iter().any(|word| to.contains(word)) => Look::Refused {
                status,
                words: words(to, varying),
            },
            _ => Look::Asks,
        };
    }
    match status {
        404 | 405 | 410 => Look::NotFound { status },
        429 | 500.. => Look::Failing { status },
        400.. => Look::Refused {
            status,
            words: words(&String::from_utf8_lossy(&response.body), varying),
        },
        _ => {
            let text = String::from_utf8_lossy(&response.body);
            if IN_SUCCESS.iter().any(|word| text.contains(word)) {
                Look::Refused {
                    status,
                    words: words(&text, varying),
                }
            } else {
                Look::Asks
            }
        }
    }
}

fn goes_to(url: &Url, redirect: &Url) -> bool {
    url.origin() == redirect.origin() && url.path() == redirect.path()
}

/// An answer at the redirect URL (RFC 6749 §4.1.2.1). One without an error asks nothing more: a
/// code, which nobody spends and which dies.
fn back(url: &Url) -> Look {
    let found = |name: &str| {
        url.query_pairs()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    };
    match found("error") {
        // Without a person these are the right answers.
        Some(error) if is_about_the_person(&error) => Look::Asks,
        Some(error) => Look::Back {
            error: shown::error_code(&error, &[]),
            description: found("error_description").map(|text| shown::text(&text, &[])),
        },
        None => Look::Asks,
    }
}

fn is_about_the_person(error: &str) -> bool {
    matches!(
        error,
        "login_required"
            | "consent_required"
            | "interaction_required"
            | "account_selection_required"
            | "temporarily_unavailable"
    )
}

/// The words of a page that do not change from one request to the next: without markup, scripts,
/// numbers, and whatever is in `varying`.
fn words(page: &str, varying: &[&str]) -> Vec<String> {
    let mut text = page.to_owned();
    for varies in varying.iter().filter(|varies| !varies.is_empty()) {
        text = text.replace(varies, " ");
        let encoded: String = form_urlencoded::byte_serialize(varies.as_bytes()).collect();
        text = text.replace(&encoded, " ");
        let escaped = varies.replace('/', "&#x2F;");
        text = text.replace(&escaped, " ");
    }
    without_markup(&text)
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| (2..=24).contains(&word.len()) && !word.chars().any(|c| c.is_ascii_digit()))
        .map(str::to_lowercase)
        .take(MOST_WORDS)
        .collect()
}

/// The text between tags; scripts and styles are none.
fn without_markup(page: &str) -> String {
    let mut text = String::new();
    let mut rest = page;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        text.push(' ');
        rest = &rest[open..];
        let lower = rest.get(..8).unwrap_or(rest).to_ascii_lowercase();
        let end = if lower.starts_with("<script") {
            "</script>"
        } else if lower.starts_with("<style") {
            "</style>"
        } else {
            ">"
        };
        match rest.find(end) {
            Some(at) => rest = &rest[at + end.len()..],
            None => return text,
        }
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn two_pages_that_differ_in_what_varies_have_the_same_words() {
        let page = |client: &str, nonce: &str| {
            format!(
                "<html><style>b{{}}</style><script nonce='{nonce}'>x={nonce}</script><h1>No client {client}</h1><p>{nonce}</p>"
            )
        };
        let one = words(&page("abc", "f00d9"), &["abc"]);
        assert_eq!(one, words(&page("cloakroom", "beef1"), &["cloakroom"]));
        assert_eq!(one, ["no", "client"]);
        assert_eq!(words("<b", &[]), Vec::<String>::new());
    }

    #[test]
    fn an_answer_at_the_redirect_url_tells_its_error_and_a_wish_for_a_person_is_none() {
        let look =
            |query: &str| back(&Url::parse(&format!("https://r.example/r?{query}")).unwrap());
        let error = Look::Back {
            error: "invalid_scope".to_owned(),
            description: Some("No x.".to_owned()),
        };
        assert_eq!(look("error=invalid_scope&error_description=No+x."), error);
        assert_eq!(look("error=login_required"), Look::Asks);
        assert_eq!(look("code=1"), Look::Asks);
        let redirect = Url::parse("https://r.example/r").unwrap();
        for other in [
            "https://r.example/r2",
            "https://evil.example/r",
            "http://r.example/r",
        ] {
            assert!(!goes_to(&Url::parse(other).unwrap(), &redirect), "{other}");
        }
    }
}
