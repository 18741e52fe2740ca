//! What an operation says of credentials: scopes wanted, endpoints declared.

use super::{Found, OpenApi, OpenApiVersion};
use crate::document::Cursor;
use crate::operation::{KeyPlace, OAuthEndpoints, Security};

impl OpenApi {
    /// The first requirement that has an OAuth or OpenID Connect scheme, and the first that has a
    /// key. The operation's own list replaces the description's, an empty one too.
    pub(crate) fn security(&self, found: &Found<'_>) -> Security {
        let mut security = Security::default();
        let Some(root) = self.root() else {
            return security;
        };
        let list = found
            .operation
            .present("security")
            .or_else(|| root.present("security"));
        let mut signs_in = false;
        for requirement in list.map(|list| list.items()).unwrap_or_default() {
            for (name, scopes) in requirement.members() {
                let Some(scheme) = self.scheme(&root, name) else {
                    continue;
                };
                if matches!(scheme.str("type"), Some("oauth2" | "openIdConnect")) {
                    if !signs_in {
                        signs_in = true;
                        security.oauth = self.endpoints(name, &scheme);
                        security.scopes = scopes
                            .items()
                            .iter()
                            .filter_map(|scope| scope.node.as_str().map(str::to_owned))
                            .collect();
                    }
                } else if security.api_key.is_none() {
                    security.api_key = key_place(&scheme);
                }
            }
        }
        security
    }

    fn scheme<'a>(&'a self, root: &Cursor<'a>, name: &str) -> Option<Cursor<'a>> {
        let schemes = match self.version {
            OpenApiVersion::V2 => root.get("securityDefinitions")?,
            _ => root.get("components")?.get("securitySchemes")?,
        };
        self.resolve(schemes.get(name)?).ok()
    }

    fn endpoints(&self, name: &str, scheme: &Cursor<'_>) -> Option<OAuthEndpoints> {
        let flow = match self.version {
            OpenApiVersion::V2 => {
                Some(scheme.clone()).filter(|scheme| scheme.str("flow") == Some("accessCode"))?
            }
            _ => scheme.get("flows")?.get("authorizationCode")?,
        };
        let field = |key| flow.str(key).map(str::to_owned);
        Some(OAuthEndpoints {
            scheme: name.to_owned(),
            authorization_url: field("authorizationUrl"),
            token_url: field("tokenUrl"),
            refresh_url: field("refreshUrl"),
        })
    }
}

/// Where the key of an `apiKey` or `http` `bearer` scheme stands (OpenAPI 3.0, Security Scheme
/// Object); `None` for other schemes, and for names that no request can carry.
fn key_place(scheme: &Cursor<'_>) -> Option<KeyPlace> {
    match scheme.str("type")? {
        "http" if scheme.str("scheme")?.eq_ignore_ascii_case("bearer") => Some(KeyPlace::Bearer),
        "apiKey" => {
            let name = scheme.str("name")?.to_owned();
            match scheme.str("in")? {
                "header" if is_token(&name) => Some(KeyPlace::Header(name)),
                "cookie" if is_token(&name) => Some(KeyPlace::Cookie(name)),
                "query" if !name.is_empty() => Some(KeyPlace::Query(name)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// A `token` of RFC 9110 §5.6.2, as names of headers and cookies are.
fn is_token(name: &str) -> bool {
    let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(token)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::Limits;
    use crate::document::Document;

    fn place(json: &str) -> Option<KeyPlace> {
        let document = Document::parse("a.json", json.as_bytes(), &Limits::default()).unwrap();
        key_place(&document.cursor())
    }

    #[test]
    fn a_key_stands_where_its_scheme_says() {
        let cases = [
            (
                r#"{"type":"http","scheme":"Bearer"}"#,
                Some(KeyPlace::Bearer),
            ),
            (r#"{"type":"http","scheme":"basic"}"#, None),
            (
                r#"{"type":"apiKey","in":"header","name":"X-Key"}"#,
                Some(KeyPlace::Header("X-Key".to_owned())),
            ),
            (
                r#"{"type":"apiKey","in":"query","name":"a key"}"#,
                Some(KeyPlace::Query("a key".to_owned())),
            ),
            (
                r#"{"type":"apiKey","in":"cookie","name":"key"}"#,
                Some(KeyPlace::Cookie("key".to_owned())),
            ),
            (r#"{"type":"apiKey","in":"header","name":"X Key"}"#, None),
            (r#"{"type":"apiKey","in":"cookie","name":"a=b"}"#, None),
            (r#"{"type":"apiKey","in":"body","name":"key"}"#, None),
            (r#"{"type":"oauth2"}"#, None),
        ];
        for (scheme, expected) in cases {
            assert_eq!(place(scheme), expected, "{scheme}");
        }
    }
}
