//! What the validator asks about operations beyond what an invoke needs.

use super::body::SCHEMAS;
use super::{Found, OpenApi, OpenApiVersion};
use crate::document::Cursor;
use crate::operation::{OperationParameter, ParameterType};
use crate::problem::Problems;

/// A security scheme of an operation.
#[derive(Debug)]
pub(crate) struct Scheme<'a> {
    pub(crate) name: String,
    pub(crate) place: Cursor<'a>,
}

impl<'a> Scheme<'a> {
    fn kind(&self) -> &'a str {
        self.place.str("type").unwrap_or_default()
    }

    /// Whether a credential of this `authType` serves it.
    pub(crate) fn fits(&self, auth_type: &str) -> bool {
        let oauth = matches!(self.kind(), "oauth2" | "openIdConnect");
        let http = self.place.str("scheme");
        let bearer =
            self.kind() == "http" && http.is_some_and(|s| s.eq_ignore_ascii_case("bearer"));
        // 2.0 has no bearer; its API keys in `Authorization` are what is meant.
        let header = self.kind() == "apiKey"
            && self
                .place
                .str("name")
                .is_some_and(|name| name.eq_ignore_ascii_case("authorization"));
        match auth_type {
            "oAuth2.0" | "microsoftEntra" => oauth || bearer,
            "apiSecretServiceAuth" => bearer || header,
            _ => false,
        }
    }

    /// The authorization code flow of an `oauth2` scheme.
    pub(crate) fn code_flow(&self) -> Option<Cursor<'a>> {
        if self.kind() != "oauth2" {
            return None;
        }
        match self.place.str("flow") {
            Some("accessCode") => Some(self.place.clone()),
            Some(_) => None,
            None => self.place.present("flows")?.present("authorizationCode"),
        }
    }
}

impl OpenApi {
    /// All that can be sent, problems left aside.
    fn sendable(&self, found: &Found<'_>) -> Vec<OperationParameter> {
        let mut silent = Problems::new(SCHEMAS);
        let declared = self.declared(found, &mut silent);
        let mut all = self.url_parameters(&declared, &mut silent);
        if found.entry.method != "GET"
            && let Some((_, properties)) = self.body(&found.operation, &declared, &mut silent)
        {
            all.extend(properties);
        }
        all
    }

    /// How many parameters and body properties a user could be asked for.
    pub(crate) fn usable_parameters(&self, found: &Found<'_>) -> usize {
        self.sendable(found).len()
    }

    /// Names of what the operation requires without a default.
    pub(crate) fn required_names(&self, found: &Found<'_>) -> Vec<String> {
        self.sendable(found)
            .into_iter()
            .filter(|parameter| parameter.required && parameter.default.is_none())
            .map(|parameter| parameter.name)
            .collect()
    }

    /// Names and types of what can be sent.
    pub(crate) fn kinds(&self, found: &Found<'_>) -> Vec<(String, ParameterType)> {
        let all = self.sendable(found).into_iter();
        all.map(|parameter| (parameter.name, parameter.kind))
            .collect()
    }

    /// The `enum` of a parameter or of a property at the top of the body.
    pub(crate) fn enum_of(&self, found: &Found<'_>, name: &str) -> Option<Vec<String>> {
        let mut silent = Problems::new(1);
        let declared = self.declared(found, &mut silent);
        let parameter = declared.iter().find(|parameter| parameter.name == name);
        let schema = match parameter {
            Some(parameter) => match parameter.place.present("schema") {
                Some(schema) => self.resolve(schema).ok()?,
                None => parameter.place.clone(),
            },
            None => {
                let body = self.resolve(found.operation.present("requestBody")?).ok()?;
                let media = body.present("content")?.present("application/json")?;
                let schema = self.resolve(media.present("schema")?).ok()?;
                self.resolve(schema.present("properties")?.present(name)?)
                    .ok()?
            }
        };
        let listed = schema.present("enum")?.items();
        let texts = listed.iter().map(|value| match value.node.as_str() {
            Some(text) => text.to_owned(),
            None => value.node.to_value().to_string(),
        });
        Some(texts.collect())
    }

    /// The alternatives of `security`, each with the schemes that it asks for at once.
    pub(crate) fn security_alternatives<'a>(&'a self, found: &Found<'a>) -> Vec<Vec<Scheme<'a>>> {
        let Some(root) = self.root() else {
            return Vec::new();
        };
        let list = found
            .operation
            .present("security")
            .or_else(|| root.present("security"));
        let schemes = match self.version() {
            OpenApiVersion::V2 => root.get("securityDefinitions"),
            _ => root
                .get("components")
                .and_then(|all| all.get("securitySchemes")),
        };
        let scheme = |name: &str| {
            let place = schemes.as_ref()?.get(name)?;
            Some(Scheme {
                name: name.to_owned(),
                place: self.resolve(place).ok()?,
            })
        };
        list.map(|list| list.items())
            .unwrap_or_default()
            .iter()
            .map(|alternative| {
                let names = alternative.members().into_iter();
                names.filter_map(|(name, _)| scheme(name)).collect()
            })
            .collect()
    }
}
