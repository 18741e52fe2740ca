//! An operation of the app's API as an invoke needs it, resolved once.

use serde::Serialize;
use serde_json::Value;
use url::Url;

use crate::path_template::{ExpandPathError, PathTemplate};

/// The methods of message extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// GET.
    Get,
    /// POST.
    Post,
}

impl Method {
    /// As it stands in a request.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// An operation that a command calls.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// `operationId`, or the one made from method and path.
    pub operation_id: String,
    /// GET or POST.
    pub method: Method,
    /// An absolute https URL without query, fragment and user information.
    pub server: Url,
    /// The path below the server's own.
    pub path: PathTemplate,
    /// All that can be sent, in the order of the description.
    pub parameters: Vec<OperationParameter>,
    /// The JSON body, if the operation takes one.
    pub body: Option<Body>,
    /// What the operation says of credentials.
    pub security: Security,
}

impl Operation {
    /// The URL with its path parameters filled in, still without a query.
    ///
    /// # Errors
    /// A value that is missing or would leave its place.
    pub fn url<'v>(&self, value: impl Fn(&str) -> Option<&'v str>) -> Result<Url, ExpandPathError> {
        let path = self.path.expand(value)?;
        let mut url = self.server.clone();
        let base = self.server.path().trim_end_matches('/').to_owned();
        url.set_path(&format!("{base}{path}"));
        Ok(url)
    }
}

/// A body of `application/json`, an object made of the parameters whose place is the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Body {
    /// Whether one is sent even where no property has a value (as `{}`).
    pub required: bool,
}

/// One value of a request.
#[derive(Clone, Debug, PartialEq)]
pub struct OperationParameter {
    /// The name by which the command's [`Parameter`](crate::Parameter) gives the value. For path
    /// and query also the name in the request; for a body property that no command parameter
    /// names, its property names joined by dots.
    pub name: String,
    /// Where the value goes.
    pub location: Location,
    /// Whether the request can't be made without a value or default.
    pub required: bool,
    /// `default` of the schema, sent where the user gives nothing.
    pub default: Option<Value>,
    /// What the value is turned into.
    pub kind: ParameterType,
}

/// Where a value goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// Into the JSON body.
    Body {
        /// JSON pointer (RFC 6901) of the property; objects on the way are made.
        pointer: String,
    },
}

/// The primitive types of JSON schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ParameterType {
    /// `string`, or no type.
    String,
    /// `integer`.
    Integer,
    /// `number`.
    Number,
    /// `boolean`.
    Boolean,
}

impl ParameterType {
    /// As JSON schema writes it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
        }
    }
}

/// What an operation says of credentials.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Security {
    /// Scopes of the first requirement that has an OAuth or OpenID Connect scheme.
    pub scopes: Vec<String>,
    /// The endpoints of that scheme's authorization-code flow, as declared.
    pub oauth: Option<OAuthEndpoints>,
    /// Where a key stands, by the first requirement that has an `apiKey` or `http` `bearer` scheme.
    pub api_key: Option<KeyPlace>,
}

/// Where an API key stands in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyPlace {
    /// `Authorization: Bearer`, which is also what Teams does where nothing is said.
    Bearer,
    /// The value of a header.
    Header(String),
    /// The value of a parameter of the query.
    Query(String),
    /// The value of a cookie.
    Cookie(String),
}

/// Endpoints as the API description declares them; a registration's own are used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OAuthEndpoints {
    /// The scheme's name.
    pub scheme: String,
    /// `authorizationUrl`.
    pub authorization_url: Option<String>,
    /// `tokenUrl`.
    pub token_url: Option<String>,
    /// `refreshUrl`.
    pub refresh_url: Option<String>,
}
