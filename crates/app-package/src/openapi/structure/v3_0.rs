//! OpenAPI 3.0.

use super::common::{
    AUTHORIZATION_CODE_FIELDS, CONTACT, EXAMPLE, EXTERNAL_DOCS, IMPLICIT, PLAIN, TAG, TOKEN_FIELDS,
    alike,
};
use super::rules;
use super::shape::Kind::{
    Anything, Boolean, Components, Count, Extensible, Filled, FilledUnique, List, Map, Number,
    Object, OneMember, OneOf, Positive, SchemaOrBoolean, Text, Unique,
};
use super::shape::{Others, Shape};

alike!();

pub(super) static DESCRIPTION: Shape = Shape {
    name: "the description",
    fields: &[
        ("openapi", Text),
        ("info", Object(&INFO)),
        ("externalDocs", Object(&EXTERNAL_DOCS)),
        ("servers", List(&Object(&SERVER))),
        ("security", List(&Map(&List(&Text)))),
        ("tags", Unique(&Object(&TAG))),
        ("paths", Object(&PATHS)),
        ("components", Object(&COMPONENTS)),
    ],
    required: &["openapi", "info", "paths"],
    ..PLAIN
};

static INFO: Shape = Shape {
    name: "info",
    fields: &[
        ("title", Text),
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
    fields: &[("name", Text), ("url", Text)],
    required: &["name"],
    ..PLAIN
};

static SERVER_VARIABLE: Shape = Shape {
    name: "a server variable",
    fields: &[
        ("enum", List(&Text)),
        ("default", Text),
        ("description", Text),
    ],
    required: &["default"],
    ..PLAIN
};

static COMPONENTS: Shape = Shape {
    name: "components",
    fields: &[
        ("schemas", Components(&Object(&SCHEMA))),
        ("responses", Components(&Object(&RESPONSE))),
        ("parameters", Components(&Object(&PARAMETER))),
        ("examples", Components(&Object(&EXAMPLE))),
        ("requestBodies", Components(&Object(&REQUEST_BODY))),
        ("headers", Components(&Object(&HEADER))),
        ("securitySchemes", Components(&Object(&SECURITY_SCHEME))),
        ("links", Components(&Object(&LINK))),
        ("callbacks", Components(&Extensible(&Object(&PATH_ITEM)))),
    ],
    ..PLAIN
};

static PATH_ITEM: Shape = Shape {
    name: "a path item",
    fields: &[
        ("$ref", Text),
        ("summary", Text),
        ("description", Text),
        ("servers", List(&Object(&SERVER))),
        ("parameters", Unique(&Object(&PARAMETER))),
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
        ("parameters", Unique(&Object(&PARAMETER))),
        ("requestBody", Object(&REQUEST_BODY)),
        ("responses", Object(&RESPONSES)),
        ("callbacks", Map(&Extensible(&Object(&PATH_ITEM)))),
        ("deprecated", Boolean),
        ("security", List(&Map(&List(&Text)))),
        ("servers", List(&Object(&SERVER))),
    ],
    required: &["responses"],
    ..PLAIN
};

static PARAMETER: Shape = Shape {
    name: "a parameter",
    fields: &[
        ("name", Text),
        ("in", Text),
        ("description", Text),
        ("required", Boolean),
        ("deprecated", Boolean),
        ("allowEmptyValue", Boolean),
        ("style", Text),
        ("explode", Boolean),
        ("allowReserved", Boolean),
        ("schema", Object(&SCHEMA)),
        ("content", OneMember(&Object(&MEDIA_TYPE))),
        ("example", Anything),
        ("examples", Map(&Object(&EXAMPLE))),
    ],
    required: &["name", "in"],
    rule: Some(rules::parameter),
    ..PLAIN
};

static HEADER: Shape = Shape {
    name: "a header",
    fields: &[
        ("description", Text),
        ("required", Boolean),
        ("deprecated", Boolean),
        ("allowEmptyValue", Boolean),
        ("style", OneOf(&["simple"])),
        ("explode", Boolean),
        ("allowReserved", Boolean),
        ("schema", Object(&SCHEMA)),
        ("content", OneMember(&Object(&MEDIA_TYPE))),
        ("example", Anything),
        ("examples", Map(&Object(&EXAMPLE))),
    ],
    rule: Some(rules::schema_or_content),
    ..PLAIN
};

static MEDIA_TYPE: Shape = Shape {
    name: "a media type",
    fields: &[
        ("schema", Object(&SCHEMA)),
        ("example", Anything),
        ("examples", Map(&Object(&EXAMPLE))),
        ("encoding", Map(&Object(&ENCODING))),
    ],
    rule: Some(rules::one_example),
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
    others: Others::NotEvenExtensions,
    ..PLAIN
};

static RESPONSES: Shape = Shape {
    name: "responses",
    fields: &[("default", Object(&RESPONSE))],
    others: Others::StatusCodes(&Object(&RESPONSE)),
    rule: Some(rules::some_response),
    ..PLAIN
};

static LINK: Shape = Shape {
    name: "a link",
    fields: &[
        ("operationId", Text),
        ("operationRef", Text),
        ("parameters", Map(&Anything)),
        ("requestBody", Anything),
        ("description", Text),
        ("server", Object(&SERVER)),
    ],
    rule: Some(rules::link),
    ..PLAIN
};

static SECURITY_SCHEME: Shape = Shape {
    name: "a security scheme",
    fields: &[
        ("type", Text),
        ("description", Text),
        ("name", Text),
        ("in", OneOf(&["header", "query", "cookie"])),
        ("scheme", Text),
        ("bearerFormat", Text),
        ("flows", Object(&FLOWS)),
        ("openIdConnectUrl", Text),
    ],
    required: &["type"],
    rule: Some(rules::security_scheme),
    ..PLAIN
};

static TOKEN_ONLY: Shape = Shape {
    name: "the flow",
    fields: TOKEN_FIELDS,
    required: &["tokenUrl"],
    ..PLAIN
};

static AUTHORIZATION_CODE: Shape = Shape {
    name: "the authorization code flow",
    fields: AUTHORIZATION_CODE_FIELDS,
    required: &["authorizationUrl", "tokenUrl"],
    ..PLAIN
};

static SCHEMA: Shape = Shape {
    name: "a schema",
    fields: &[
        (
            "type",
            OneOf(&["array", "boolean", "integer", "number", "object", "string"]),
        ),
        ("properties", Map(&Object(&SCHEMA))),
        ("items", Object(&SCHEMA)),
        ("required", FilledUnique(&Text)),
        ("description", Text),
        ("format", Text),
        ("enum", Filled(&Anything)),
        ("default", Anything),
        ("example", Anything),
        ("nullable", Boolean),
        ("title", Text),
        ("allOf", List(&Object(&SCHEMA))),
        ("oneOf", List(&Object(&SCHEMA))),
        ("anyOf", List(&Object(&SCHEMA))),
        ("not", Object(&SCHEMA)),
        ("additionalProperties", SchemaOrBoolean(&SCHEMA)),
        ("multipleOf", Positive),
        ("maximum", Number),
        ("exclusiveMaximum", Boolean),
        ("minimum", Number),
        ("exclusiveMinimum", Boolean),
        ("maxLength", Count),
        ("minLength", Count),
        ("pattern", Text),
        ("maxItems", Count),
        ("minItems", Count),
        ("uniqueItems", Boolean),
        ("maxProperties", Count),
        ("minProperties", Count),
        ("discriminator", Object(&DISCRIMINATOR)),
        ("readOnly", Boolean),
        ("writeOnly", Boolean),
        ("externalDocs", Object(&EXTERNAL_DOCS)),
        ("deprecated", Boolean),
        ("xml", Object(&XML)),
    ],
    ..PLAIN
};

static DISCRIMINATOR: Shape = Shape {
    name: "a discriminator",
    fields: &[("propertyName", Text), ("mapping", Map(&Text))],
    required: &["propertyName"],
    others: Others::Any,
    ..PLAIN
};

static XML: Shape = Shape {
    name: "xml",
    fields: &[
        ("name", Text),
        ("namespace", Text),
        ("prefix", Text),
        ("attribute", Boolean),
        ("wrapped", Boolean),
    ],
    ..PLAIN
};
