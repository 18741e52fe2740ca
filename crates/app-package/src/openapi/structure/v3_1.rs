//! OpenAPI 3.1. Schemas are JSON Schema of 2020-12 and not looked into, as in the published schema.

use super::common::{
    AUTHORIZATION_CODE_FIELDS, CONTACT, EXAMPLE, EXTERNAL_DOCS, IMPLICIT, PLAIN, TAG, TOKEN_FIELDS,
    alike,
};
use super::rules;
use super::shape::Kind::{
    Anything, Boolean, Filled, List, Map, NamedComponents, Object, ObjectOrBoolean, OneOf, Text,
};
use super::shape::{Others, Shape};

alike!();

pub(super) static DESCRIPTION: Shape = Shape {
    name: "the description",
    fields: &[
        ("openapi", Text),
        ("info", Object(&INFO)),
        ("jsonSchemaDialect", Text),
        ("servers", List(&Object(&SERVER))),
        ("paths", Object(&PATHS)),
        ("webhooks", Map(&Object(&PATH_ITEM))),
        ("components", Object(&COMPONENTS)),
        ("security", List(&Map(&List(&Text)))),
        ("tags", List(&Object(&TAG))),
        ("externalDocs", Object(&EXTERNAL_DOCS)),
    ],
    required: &["openapi", "info"],
    rule: Some(rules::description_3_1),
    ..PLAIN
};

static INFO: Shape = Shape {
    name: "info",
    fields: &[
        ("title", Text),
        ("summary", Text),
        ("description", Text),
        ("termsOfService", Text),
        ("contact", Object(&CONTACT)),
        ("license", Object(&LICENSE)),
        ("version", Text),
    ],
    required: &["title", "version"],
    ..PLAIN
};

static LICENSE: Shape = Shape {
    name: "license",
    fields: &[("name", Text), ("identifier", Text), ("url", Text)],
    required: &["name"],
    rule: Some(rules::license_3_1),
    ..PLAIN
};

static SERVER_VARIABLE: Shape = Shape {
    name: "a server variable",
    // The published schema has `descriptions`, and refuses `description`.
    fields: &[
        ("enum", Filled(&Text)),
        ("default", Text),
        ("descriptions", Text),
    ],
    required: &["default"],
    ..PLAIN
};

static COMPONENTS: Shape = Shape {
    name: "components",
    fields: &[
        ("schemas", NamedComponents(&ObjectOrBoolean)),
        ("responses", NamedComponents(&Object(&RESPONSE))),
        ("parameters", NamedComponents(&Object(&PARAMETER))),
        ("examples", NamedComponents(&Object(&EXAMPLE))),
        ("requestBodies", NamedComponents(&Object(&REQUEST_BODY))),
        ("headers", NamedComponents(&Object(&HEADER))),
        (
            "securitySchemes",
            NamedComponents(&Object(&SECURITY_SCHEME)),
        ),
        ("links", NamedComponents(&Object(&LINK))),
        ("callbacks", NamedComponents(&Map(&Object(&PATH_ITEM)))),
        ("pathItems", NamedComponents(&Object(&PATH_ITEM))),
    ],
    ..PLAIN
};

static PATH_ITEM: Shape = Shape {
    name: "a path item",
    fields: &[
        ("summary", Text),
        ("description", Text),
        ("servers", List(&Object(&SERVER))),
        ("parameters", List(&Object(&PARAMETER))),
    ],
    others: Others::Methods(&Object(&OPERATION)),
    ..PLAIN
};

static OPERATION: Shape = Shape {
    name: "an operation",
    fields: &[
        ("tags", List(&Text)),
        ("summary", Text),
        ("description", Text),
        ("externalDocs", Object(&EXTERNAL_DOCS)),
        ("operationId", Text),
        ("parameters", List(&Object(&PARAMETER))),
        ("requestBody", Object(&REQUEST_BODY)),
        ("responses", Object(&RESPONSES)),
        ("callbacks", Map(&Map(&Object(&PATH_ITEM)))),
        ("deprecated", Boolean),
        ("security", List(&Map(&List(&Text)))),
        ("servers", List(&Object(&SERVER))),
    ],
    ..PLAIN
};

static PARAMETER: Shape = Shape {
    name: "a parameter",
    fields: &[
        ("name", Text),
        ("in", OneOf(&["query", "header", "path", "cookie"])),
        ("description", Text),
        ("required", Boolean),
        ("deprecated", Boolean),
        ("allowEmptyValue", Boolean),
        ("schema", ObjectOrBoolean),
        ("content", Map(&Object(&MEDIA_TYPE))),
        ("style", Text),
        ("explode", Boolean),
        ("allowReserved", Boolean),
        ("example", Anything),
        ("examples", Map(&Object(&EXAMPLE))),
    ],
    required: &["in"],
    rule: Some(rules::parameter_3_1),
    ..PLAIN
};

static HEADER: Shape = Shape {
    name: "a header",
    fields: &[
        ("description", Text),
        ("required", Boolean),
        ("deprecated", Boolean),
        ("allowEmptyValue", Boolean),
        ("style", Text),
        ("explode", Boolean),
        ("allowReserved", Boolean),
        ("schema", ObjectOrBoolean),
        ("content", Map(&Object(&MEDIA_TYPE))),
        ("example", Anything),
        ("examples", Map(&Object(&EXAMPLE))),
    ],
    rule: Some(rules::header_3_1),
    ..PLAIN
};

static MEDIA_TYPE: Shape = Shape {
    name: "a media type",
    fields: &[
        ("schema", ObjectOrBoolean),
        ("example", Anything),
        ("examples", Map(&Object(&EXAMPLE))),
        ("encoding", Map(&Object(&ENCODING))),
    ],
    ..PLAIN
};

static ENCODING: Shape = Shape {
    name: "an encoding",
    fields: &[
        ("contentType", Text),
        ("headers", Map(&Object(&HEADER))),
        (
            "style",
            OneOf(&["form", "spaceDelimited", "pipeDelimited", "deepObject"]),
        ),
        ("explode", Boolean),
        ("allowReserved", Boolean),
    ],
    ..PLAIN
};

static RESPONSES: Shape = Shape {
    name: "responses",
    fields: &[("default", Object(&RESPONSE))],
    others: Others::StatusPatterns(&Object(&RESPONSE)),
    ..PLAIN
};

static LINK: Shape = Shape {
    name: "a link",
    // The published schema has `body` where the specification has `server`.
    fields: &[
        ("operationRef", Text),
        ("operationId", Anything),
        ("parameters", Map(&Text)),
        ("requestBody", Anything),
        ("description", Text),
        ("body", Object(&SERVER)),
    ],
    rule: Some(rules::link_3_1),
    ..PLAIN
};

static SECURITY_SCHEME: Shape = Shape {
    name: "a security scheme",
    fields: &[
        (
            "type",
            OneOf(&["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"]),
        ),
        ("description", Text),
        ("name", Text),
        ("in", OneOf(&["query", "header", "cookie"])),
        ("scheme", Text),
        ("bearerFormat", Text),
        ("flows", Object(&FLOWS)),
        ("openIdConnectUrl", Text),
    ],
    required: &["type"],
    rule: Some(rules::security_scheme_3_1),
    ..PLAIN
};

static TOKEN_ONLY: Shape = Shape {
    name: "the flow",
    fields: TOKEN_FIELDS,
    required: &["tokenUrl", "scopes"],
    ..PLAIN
};

static AUTHORIZATION_CODE: Shape = Shape {
    name: "the authorization code flow",
    fields: AUTHORIZATION_CODE_FIELDS,
    required: &["authorizationUrl", "tokenUrl", "scopes"],
    ..PLAIN
};
