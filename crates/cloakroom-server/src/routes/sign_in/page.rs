//! The pages of the pop-up: made here, escaped by the template engine, whole without a script.

use askama::Template;
use axum::response::{Html, IntoResponse as _, Response};
use http::{HeaderValue, StatusCode, header};
use url::Url;

use crate::headers::PageKind;

pub(crate) use cloakroom_host::shown;

/// A scope, in words and as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scope {
    pub(crate) words: String,
    pub(crate) raw: String,
}

/// The first page: who asks for what, and where one will sign in.
#[derive(Debug, Template)]
#[template(path = "first.html")]
pub(crate) struct First {
    pub(crate) app: String,
    pub(crate) letter: String,
    pub(crate) icon: Option<String>,
    pub(crate) publisher: String,
    /// The tenant that uploaded the app, which we know; empty without an app.
    pub(crate) owner: String,
    pub(crate) provider: String,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) ticket: String,
    pub(crate) csrf: String,
    pub(crate) tab: bool,
    /// A test sign-in of the doctor.
    pub(crate) test: bool,
}

/// The last page: how it went, and what to do now.
#[derive(Debug, Default, Template)]
#[template(path = "last.html")]
pub(crate) struct Last {
    /// The public id of the sign-in, for the message to the chat; empty when it is not known.
    pub(crate) sign_in: String,
    pub(crate) good: bool,
    /// Whether the window closes by itself.
    pub(crate) closes: bool,
    pub(crate) title: String,
    pub(crate) lines: Vec<String>,
    /// The six digits.
    pub(crate) digits: Option<String>,
    pub(crate) trace: Option<String>,
    /// Where the chat is, when this is its own tab.
    pub(crate) back: Option<String>,
}

/// The page that leads to the provider.
#[derive(Debug, Template)]
#[template(path = "leaving.html")]
struct Leaving {
    provider: String,
    url: String,
}

/// A page as an answer.
pub(crate) fn answer(status: StatusCode, page: &impl Template) -> Response {
    let mut response = match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        // Templates only write text into a string.
        Err(error) => {
            tracing::error!(%error, "a page was not rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    };
    response.extensions_mut().insert(PageKind::PopUp);
    response
}

/// The page between our own and the provider's: it moves on by itself, by a header that every
/// browser knows, and has a link for the one that does not.
///
/// Not a redirect: after a form the browser holds every redirect against `form-action`, the
/// provider's own as well, and blocks a provider that sends its users through a second host without
/// a word (decision 28).
pub(crate) fn leave(provider: String, to: &Url) -> Response {
    let page = Leaving {
        provider,
        url: to.to_string(),
    };
    let mut response = answer(StatusCode::OK, &page);
    match HeaderValue::try_from(format!("0; url={to}")) {
        Ok(refresh) => drop(response.headers_mut().insert(header::REFRESH, refresh)),
        // A parsed URL is ASCII without control characters.
        Err(error) => tracing::error!(%error, "a URL is no header value"),
    }
    response
}

/// A scope in words: what well-known ones mean, and for others the scope itself, read as people
/// write them (`repairs.read`, `repairs:write`, `https://api.example/auth/calendar`).
pub(crate) fn scope(raw: &str) -> Scope {
    let raw = shown(raw, 200);
    let known = match raw.as_str() {
        "openid" => Some("Know who you are"),
        "profile" => Some("See your name and picture"),
        "email" => Some("See your e-mail address"),
        "address" => Some("See your postal address"),
        "phone" => Some("See your phone number"),
        "offline_access" => Some("Keep access while you are away"),
        _ => None,
    };
    let words = known.map_or_else(|| read_out(&raw), str::to_owned);
    Scope { words, raw }
}

fn read_out(raw: &str) -> String {
    let last = raw.trim_end_matches('/').rsplit('/').next().unwrap_or(raw);
    let parts: Vec<String> = last
        .split(['.', ':', '_', '-'])
        .filter(|part| !part.is_empty())
        .map(str::to_lowercase)
        .collect();
    let verb = |part: &str| match part {
        "read" | "readonly" => Some("See"),
        "write" | "readwrite" => Some("Change"),
        "manage" | "admin" | "all" => Some("Manage"),
        "delete" => Some("Delete"),
        "create" => Some("Create"),
        "send" => Some("Send"),
        _ => None,
    };
    let Some((at, verb)) = parts
        .iter()
        .enumerate()
        .find_map(|(at, part)| Some((at, verb(part)?)))
    else {
        return raw.to_owned();
    };
    let things: Vec<&str> = parts
        .iter()
        .enumerate()
        .filter(|(i, _)| *i != at)
        .map(|(_, part)| part.as_str())
        .collect();
    if things.is_empty() {
        raw.to_owned()
    } else {
        format!("{verb} your {}", things.join(" "))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn first() -> First {
        First {
            app: "Repairs".to_owned(),
            letter: "R".to_owned(),
            icon: None,
            publisher: "Contoso".to_owned(),
            owner: "contoso".to_owned(),
            provider: "login.contoso.example".to_owned(),
            scopes: vec![scope("repairs.read")],
            ticket: "t".to_owned(),
            csrf: "c".to_owned(),
            tab: false,
            test: false,
        }
    }

    /// Guard: `cloakroom_server::routes::sign_in::page::answer`
    #[test]
    fn sec_web_08_text_of_an_app_is_escaped_on_the_first_page() {
        const CANARY: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";
        let page = First {
            app: CANARY.to_owned(),
            letter: CANARY.to_owned(),
            icon: Some(CANARY.to_owned()),
            publisher: CANARY.to_owned(),
            owner: CANARY.to_owned(),
            provider: CANARY.to_owned(),
            scopes: vec![Scope {
                words: CANARY.to_owned(),
                raw: CANARY.to_owned(),
            }],
            ticket: CANARY.to_owned(),
            csrf: CANARY.to_owned(),
            tab: true,
            test: false,
        };
        let html = page.render().unwrap();
        assert_eq!(html.matches("<script").count(), 1, "{html}");
        assert!(
            !html.contains("<img src=x") && !html.contains("\"'>"),
            "{html}"
        );
    }

    /// Guard: `cloakroom_server::routes::sign_in::page::answer`
    #[test]
    fn sec_web_08_text_of_a_provider_is_escaped_on_the_last_page() {
        const CANARY: &str = "\"'><script>alert(1)</script>";
        let page = Last {
            sign_in: CANARY.to_owned(),
            title: CANARY.to_owned(),
            lines: vec![CANARY.to_owned()],
            digits: Some(CANARY.to_owned()),
            trace: Some(CANARY.to_owned()),
            back: Some(CANARY.to_owned()),
            ..Last::default()
        };
        let html = page.render().unwrap();
        assert_eq!(html.matches("<script").count(), 1, "{html}");
        assert!(!html.contains("\"'>"), "{html}");
    }

    #[test]
    fn leaving_moves_on_by_itself_and_by_a_link() {
        let url = Url::parse("https://as.example/authorize?a=%22&b=\"><script>").unwrap();
        let response = leave("<b>as.example".to_owned(), &url);
        assert_eq!(
            response.headers()[header::REFRESH],
            format!("0; url={url}").as_str()
        );
        let page = Leaving {
            provider: "<b>as.example".to_owned(),
            url: url.to_string(),
        };
        let html = page.render().unwrap();
        assert!(
            html.contains("href=\"https://as.example/authorize?a=%22&#38;b="),
            "{html}"
        );
        assert!(!html.contains("<b>") && !html.contains("<script"), "{html}");
    }

    #[test]
    fn pages_name_nothing_of_another_host() {
        for html in [first().render().unwrap(), Last::default().render().unwrap()] {
            assert!(!html.contains("http") && !html.contains("//"), "{html}");
        }
    }

    #[test]
    fn the_first_page_shows_app_publisher_provider_and_scopes() {
        let html = first().render().unwrap();
        for text in [
            "Repairs",
            "by Contoso",
            "login.contoso.example",
            "See your repairs",
            "repairs.read",
            "Continue",
            "Cancel",
        ] {
            assert!(html.contains(text), "{text}: {html}");
        }
    }

    #[test]
    fn sec_pkg_17_invisible_and_bidirectional_characters_are_removed() {
        assert_eq!(
            shown("Con\u{202e}oso\u{200b}\u{2066} A\u{7}", 50),
            "Conoso A"
        );
        assert_eq!(shown("abcdef", 3), "abc…");
        assert_eq!(shown("abc", 3), "abc");
    }

    #[test]
    fn scopes_are_read_out_where_that_can_be_done() {
        for (raw, words) in [
            ("openid", "Know who you are"),
            ("repairs:write", "Change your repairs"),
            (
                "https://api.example/auth/calendar.readonly",
                "See your calendar",
            ),
            ("Mail.Send", "Send your mail"),
            ("repo", "repo"),
            ("read", "read"),
        ] {
            assert_eq!(scope(raw).words, words);
        }
    }
}
