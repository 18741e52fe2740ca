//! Reading the URL of an endpoint.

use url::{Host, Url};

use super::FieldProblem;

/// Where the installation runs, as far as URLs of registrations care.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Environment {
    /// Production takes https only; development takes `http` for loopback hosts too.
    pub(crate) production: bool,
}

impl Environment {
    pub(super) fn allows(self, url: &Url) -> bool {
        match url.scheme() {
            "https" => true,
            "http" => !self.production && is_loopback(url),
            _ => false,
        }
    }
}

/// `.localhost` is loopback too (RFC 6761 §6.3).
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => {
            let name = name.strip_suffix('.').unwrap_or(name);
            name == "localhost" || name.ends_with(".localhost")
        }
        None => false,
    }
}

/// Whether a text can be an issuer here: an URL as it stands, without query.
pub(crate) fn is_issuer(text: &str, production: bool) -> bool {
    let environment = Environment { production };
    text.trim() == text && read("issuer", text, Kind::Base, environment).is_ok()
}

/// What kind of URL a field holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An endpoint: may have a query.
    Endpoint,
    /// The base URL: a prefix of paths, so without a query.
    Base,
}

/// Reads a URL that is typed or stands in a metadata document (SEC-SIGNIN-13).
pub(super) fn read(
    field: &str,
    text: &str,
    kind: Kind,
    environment: Environment,
) -> Result<Url, FieldProblem> {
    let problem = |code, message: String| Err(FieldProblem::new(field, code, message));
    let text = text.trim();
    // The parser drops tabs and line breaks and turns `\` into `/`: what is dialled would not be
    // what was read.
    if text
        .chars()
        .any(|c| c.is_control() || c.is_whitespace() || c == '\\')
    {
        return problem(
            "url_malformed",
            "The URL holds a blank, a control character or a backslash. Type it without."
                .to_owned(),
        );
    }
    let url = match Url::parse(text) {
        Ok(url) => url,
        Err(error) => {
            return problem(
                "url_malformed",
                format!(
                    "This is not an absolute URL ({error}). It looks like `https://host/path`."
                ),
            );
        }
    };
    if !environment.allows(&url) {
        let fix = if environment.production {
            "Only https URLs are taken."
        } else {
            "Only https URLs are taken, and http for loopback hosts such as `http://127.0.0.1:8788`."
        };
        return problem(
            "url_scheme",
            format!("The scheme is `{}`. {fix}", url.scheme()),
        );
    }
    if !url.username().is_empty() || url.password().is_some() || has_at_sign(text) {
        return problem(
            "url_credentials",
            "The URL holds a user name or password before `@`. Remove them; the client ID and secret have fields of their own.".to_owned(),
        );
    }
    if url.fragment().is_some() {
        return problem(
            "url_fragment",
            "The URL has a fragment (`#…`), which is never sent to a server. Remove it.".to_owned(),
        );
    }
    if kind == Kind::Base && url.query().is_some() {
        return problem(
            "url_query",
            "The base URL has a query (`?…`). It is compared by host and path; remove the query."
                .to_owned(),
        );
    }
    if kind == Kind::Base && has_encoded_separator(&url) {
        return problem(
            "url_malformed",
            "The path of the base URL holds an encoded slash, backslash or dot. Write it out, or leave that part off.".to_owned(),
        );
    }
    Ok(url)
}

/// An `@` before the path, also where the parser found the credentials before it empty.
fn has_at_sign(text: &str) -> bool {
    let authority = text.split_once("://").map_or("", |(_, rest)| rest);
    let end = authority.find(['/', '?', '#']).unwrap_or(authority.len());
    authority[..end].contains('@')
}

fn has_encoded_separator(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    ["%2f", "%5c", "%2e"].iter().any(|code| path.contains(code))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    const DEVELOPMENT: Environment = Environment { production: false };

    fn code(text: &str, kind: Kind, environment: Environment) -> Option<&'static str> {
        read("tokenEndpoint", text, kind, environment)
            .err()
            .map(|problem| problem.code)
    }

    /// Guard: `cloakroom_broker::registration::endpoint::read`
    #[test]
    fn sec_signin_13_only_https_urls_without_credentials_and_fragment_are_taken() {
        for (text, expected) in [
            ("https://as.example/token", None),
            ("  https://as.example/token?v=2  ", None),
            ("https://as.example", None),
            ("http://127.0.0.1:8788/token", None),
            ("http://[::1]:8788/token", None),
            ("http://localhost/token", None),
            ("http://as.localhost/token", None),
            ("http://2130706433/token", None),
            ("javascript:alert(1)", Some("url_scheme")),
            ("data:text/html,x", Some("url_scheme")),
            ("file:///etc/passwd", Some("url_scheme")),
            ("ftp://as.example/", Some("url_scheme")),
            ("http://as.example/token", Some("url_scheme")),
            ("http://localhost.evil.example/", Some("url_scheme")),
            ("http://127.0.0.1.evil.example/", Some("url_scheme")),
            ("http://169.254.169.254/", Some("url_scheme")),
            ("https://a@b/", Some("url_credentials")),
            ("https://a:b@c/", Some("url_credentials")),
            ("https://@c/", Some("url_credentials")),
            ("https://:@c/", Some("url_credentials")),
            ("https://as.example/x#y", Some("url_fragment")),
            ("https://as.example/x#", Some("url_fragment")),
            ("https://as.example\\@evil.example/", Some("url_malformed")),
            ("https://as.exa\tmple/", Some("url_malformed")),
            ("java\nscript:alert(1)", Some("url_malformed")),
            ("/token", Some("url_malformed")),
            ("as.example/token", Some("url_malformed")),
            ("https://", Some("url_malformed")),
            ("", Some("url_malformed")),
        ] {
            assert_eq!(code(text, Kind::Endpoint, DEVELOPMENT), expected, "{text}");
        }
    }

    #[test]
    fn ops_09_production_takes_no_http_even_for_loopback() {
        let production = Environment { production: true };
        for text in ["http://127.0.0.1/", "http://localhost/"] {
            assert_eq!(code(text, Kind::Endpoint, production), Some("url_scheme"));
        }
        assert_eq!(
            code("https://as.example/", Kind::Endpoint, production),
            None
        );
    }

    #[test]
    fn the_base_url_has_no_query_and_no_encoded_separators() {
        assert_eq!(
            code("https://api.example/v1?x=1", Kind::Base, DEVELOPMENT),
            Some("url_query")
        );
        for path in ["a%2Fb", "a%5cb", "%2e%2E%2fb"] {
            let text = format!("https://api.example/{path}/x");
            assert_eq!(code(&text, Kind::Base, DEVELOPMENT), Some("url_malformed"));
        }
        assert_eq!(
            code("https://api.example/v1", Kind::Base, DEVELOPMENT),
            None
        );
    }
}
