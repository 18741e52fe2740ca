//! An origin: scheme, host and port (RFC 6454).

use std::fmt;
use std::str::FromStr;

use url::{Host, Url};

/// Scheme, host and port of an HTTP URL.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin {
    tls: bool,
    host: Host<String>,
    port: u16,
}

/// Why a text is not an origin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OriginError {
    /// It does not parse as a URL.
    #[error("not a URL: {0}")]
    Url(#[from] url::ParseError),
    /// Its scheme is neither `http` nor `https`.
    #[error("an origin has the scheme http or https")]
    Scheme,
    /// It has a path, a query, a fragment or credentials.
    #[error("an origin is scheme, host and port alone, such as https://api.example")]
    More,
}

impl Origin {
    /// The origin of an `http` or `https` URL, whatever else the URL holds.
    pub fn of(url: &Url) -> Option<Self> {
        let tls = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        Some(Self {
            tls,
            host: url.host()?.to_owned(),
            port: url.port_or_known_default()?,
        })
    }

    /// Whether it is spoken to through TLS.
    pub fn is_tls(&self) -> bool {
        self.tls
    }

    /// The host, parsed: a name in its ASCII form, or an address however it was spelled.
    pub fn host(&self) -> &Host<String> {
        &self.host
    }

    /// The port, also where the text left it out.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Host and port as they stand in the `Host` header: without the scheme's own port.
    pub fn authority(&self) -> String {
        let default = if self.tls { 443 } else { 80 };
        if self.port == default {
            self.host.to_string()
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.tls { "https" } else { "http" };
        write!(f, "{scheme}://{}", self.authority())
    }
}

impl FromStr for Origin {
    type Err = OriginError;

    fn from_str(text: &str) -> Result<Self, OriginError> {
        let url = Url::parse(text)?;
        let plain = url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        let origin = Self::of(&url).ok_or(OriginError::Scheme)?;
        if plain {
            Ok(origin)
        } else {
            Err(OriginError::More)
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_origin_is_written_as_it_is_read() {
        for text in [
            "https://api.example",
            "http://127.0.0.1:8789",
            "https://[::1]:8443",
        ] {
            assert_eq!(text.parse::<Origin>().unwrap().to_string(), text);
        }
        assert_eq!(
            "https://a.example:443/"
                .parse::<Origin>()
                .unwrap()
                .to_string(),
            "https://a.example"
        );
    }

    #[test]
    fn more_than_an_origin_is_refused() {
        for text in [
            "https://a.example/x",
            "https://a.example?q",
            "https://u@a.example",
            "https://a.example#f",
        ] {
            assert_eq!(text.parse::<Origin>(), Err(OriginError::More), "{text}");
        }
        assert_eq!(
            "ftp://a.example".parse::<Origin>(),
            Err(OriginError::Scheme)
        );
    }
}
