//! Why a description or one of its operations can't be offered.
//!
//! The codes are those of Teams' own tools (npm `@microsoft/m365-spec-parser` 0.3.2), so that a
//! report can be compared with theirs; those marked *ours* it does not have.

/// Why not. `docs/openapi.md` has a row for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The file is no valid OpenAPI description.
    SpecNotValid,
    /// A `$ref` of the file leads to another file or server.
    RemoteReference,
    /// OpenAPI 3.1 or later. Of the whole file.
    VersionNotSupported,
    /// No server is named.
    NoServer,
    /// The server's URL is neither https nor, for plugins, http.
    ServerProtocol,
    /// The server's URL is not absolute.
    RelativeServer,
    /// No operation of the file can be offered. Of the whole file.
    NoOperation,
    /// The target knows no operations of this method. (The parser leaves them out.)
    MethodNotAllowed,
    /// A schema contains itself.
    CircularReference,
    /// Each alternative of `security` asks for several schemes at once.
    MultipleAuthentication,
    /// No alternative of `security` is of a kind that the target has.
    AuthenticationKind,
    /// The request body comes in several media types.
    BodyOfSeveralMediaTypes,
    /// The response comes in several media types.
    ResponseOfSeveralMediaTypes,
    /// No response of success is JSON.
    ResponseNotJson,
    /// The body requires what a message extension can't ask for.
    RequiredBodyUnsupported,
    /// A parameter is required that a message extension can't ask for.
    RequiredParameterUnsupported,
    /// More than five values are required.
    TooManyRequired,
    /// Nothing can be asked for.
    NoParameter,
    /// Ours: the body's schema unfolds to more properties than are looked at.
    SchemaTooLarge,
}

/// What a file's author should know though all works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Warning {
    /// An operation has no `operationId`; one is made from method and path.
    OperationIdMissing,
    /// The file is Swagger 2.0 and was read as OpenAPI 3.0.
    ConvertedFromSwagger,
}

impl Reason {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::SpecNotValid => "spec-not-valid",
            Self::RemoteReference => "remote-ref-not-supported",
            Self::VersionNotSupported => "spec-version-not-supported",
            Self::NoServer => "no-server-information",
            Self::ServerProtocol => "url-protocol-not-supported",
            Self::RelativeServer => "relative-server-url-not-supported",
            Self::NoOperation => "no-supported-api",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::CircularReference => "circular-reference-not-supported",
            Self::MultipleAuthentication => "multiple-auth-not-supported",
            Self::AuthenticationKind => "auth-type-is-not-supported",
            Self::BodyOfSeveralMediaTypes => "post-body-contain-multiple-media-types",
            Self::ResponseOfSeveralMediaTypes => "response-contain-multiple-media-types",
            Self::ResponseNotJson => "response-json-is-empty",
            Self::RequiredBodyUnsupported => "post-body-contains-required-unsupported-schema",
            Self::RequiredParameterUnsupported => "params-contain-required-unsupported-schema",
            Self::TooManyRequired => "exceeded-required-params-limit",
            Self::NoParameter => "no-parameter",
            Self::SchemaTooLarge => "schema-too-large",
        }
    }

    /// What is wrong, one sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::SpecNotValid => "The file is no valid OpenAPI description.",
            Self::RemoteReference => "A $ref leads out of the file.",
            Self::VersionNotSupported => "Teams reads OpenAPI up to 3.0 only.",
            Self::NoServer => "No server is named for the operation.",
            Self::ServerProtocol => "The server's URL has a protocol that is not supported.",
            Self::RelativeServer => "The server's URL is not absolute.",
            Self::NoOperation => "No operation of the file can be offered.",
            Self::MethodNotAllowed => "Operations of this method are not offered.",
            Self::CircularReference => "The operation uses a schema that contains itself.",
            Self::MultipleAuthentication => {
                "Each alternative of \"security\" asks for several schemes at once."
            }
            Self::AuthenticationKind => {
                "No alternative of \"security\" is an API key, a bearer token or OAuth with the authorization code flow."
            }
            Self::BodyOfSeveralMediaTypes => "The request body has several media types.",
            Self::ResponseOfSeveralMediaTypes => "The response has several media types.",
            Self::ResponseNotJson => "No response of success has the media type application/json.",
            Self::RequiredBodyUnsupported => {
                "The body requires a value that is neither text, number, boolean nor an object of these."
            }
            Self::RequiredParameterUnsupported => {
                "A parameter without a default is required that is sent in a header or cookie, or is neither text, number nor boolean."
            }
            Self::TooManyRequired => "More than five values without a default are required.",
            Self::NoParameter => "The operation has no parameter to search by.",
            Self::SchemaTooLarge => "The body's schema unfolds to too many properties.",
        }
    }

    /// How to mend it, one sentence.
    pub fn fix(self) -> &'static str {
        match self {
            Self::SpecNotValid => "Correct the file at the place named.",
            Self::RemoteReference => "Put what it leads to under components of the same file.",
            Self::VersionNotSupported => "Write the description in OpenAPI 3.0.",
            Self::NoServer => "Add \"servers\" with the API's absolute https URL.",
            Self::ServerProtocol => "Name an https URL.",
            Self::RelativeServer => "Begin the server's URL with https:// and the API's host.",
            Self::NoOperation => "See the reasons given for each operation.",
            Self::MethodNotAllowed => "Offer a GET or POST operation instead.",
            Self::CircularReference => {
                "Cut the circle with a schema of its own for the inner level."
            }
            Self::MultipleAuthentication => "Add an alternative with a single scheme.",
            Self::AuthenticationKind => {
                "Add an alternative of such a kind, such as oauth2 with the flow authorizationCode."
            }
            Self::BodyOfSeveralMediaTypes | Self::ResponseOfSeveralMediaTypes => {
                "Leave only application/json."
            }
            Self::ResponseNotJson => {
                "Describe the response 200 with the media type application/json."
            }
            Self::RequiredBodyUnsupported | Self::RequiredParameterUnsupported => {
                "Give it a default, or don't require it."
            }
            Self::TooManyRequired => "Give some of them defaults, or don't require them.",
            Self::NoParameter => {
                "Add a query parameter, or offer the operation to a plugin instead."
            }
            Self::SchemaTooLarge => "Describe a smaller body for the operation.",
        }
    }
}

impl Warning {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::OperationIdMissing => "operationid-missing",
            Self::ConvertedFromSwagger => "convert-swagger-to-openapi",
        }
    }

    /// What to know, one sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::OperationIdMissing => {
                "An operation has no operationId; one is made from method and path."
            }
            Self::ConvertedFromSwagger => "The file is Swagger 2.0 and is read as OpenAPI 3.0.",
        }
    }

    /// How to mend it, one sentence.
    pub fn fix(self) -> &'static str {
        match self {
            Self::OperationIdMissing => "Give each operation an operationId.",
            Self::ConvertedFromSwagger => "Nothing; a package generated from it holds OpenAPI 3.0.",
        }
    }
}
