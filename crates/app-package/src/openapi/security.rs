//! What an operation says of credentials: scopes wanted, endpoints declared.

use super::{Found, OpenApi, OpenApiVersion};
use crate::document::Cursor;
use crate::operation::{OAuthEndpoints, Security};

impl OpenApi {
    /// The first requirement that has an OAuth or OpenID Connect scheme. The operation's own list
    /// replaces the description's, an empty one too.
    pub(crate) fn security(&self, found: &Found<'_>) -> Security {
        let Some(root) = self.root() else {
            return Security::default();
        };
        let list = found
            .operation
            .present("security")
            .or_else(|| root.present("security"));
        for requirement in list.map(|list| list.items()).unwrap_or_default() {
            for (name, scopes) in requirement.members() {
                let Some(scheme) = self.scheme(&root, name) else {
                    continue;
                };
                if !matches!(scheme.str("type"), Some("oauth2" | "openIdConnect")) {
                    continue;
                }
                let scopes = scopes
                    .items()
                    .iter()
                    .filter_map(|scope| scope.node.as_str().map(str::to_owned))
                    .collect();
                return Security {
                    scopes,
                    oauth: self.endpoints(name, &scheme),
                };
            }
        }
        Security::default()
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
