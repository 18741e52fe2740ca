//! What OpenAPI 3.0 and 3.1 have alike.

use super::shape::Kind::{self, Anything, Map, Object, Text};
use super::shape::{Others, Shape};

/// A shape whose members have nothing to do with each other.
pub(super) const PLAIN: Shape = Shape {
    name: "",
    fields: &[],
    required: &[],
    others: Others::None,
    rule: None,
};

pub(super) static CONTACT: Shape = Shape {
    name: "contact",
    fields: &[("name", Text), ("url", Text), ("email", Text)],
    ..PLAIN
};

pub(super) static EXTERNAL_DOCS: Shape = Shape {
    name: "externalDocs",
    fields: &[("description", Text), ("url", Text)],
    required: &["url"],
    ..PLAIN
};

pub(super) static TAG: Shape = Shape {
    name: "a tag",
    fields: &[
        ("name", Text),
        ("description", Text),
        ("externalDocs", Object(&EXTERNAL_DOCS)),
    ],
    required: &["name"],
    ..PLAIN
};

pub(super) static EXAMPLE: Shape = Shape {
    name: "an example",
    fields: &[
        ("summary", Text),
        ("description", Text),
        ("value", Anything),
        ("externalValue", Text),
    ],
    ..PLAIN
};

pub(super) static IMPLICIT: Shape = Shape {
    name: "the implicit flow",
    fields: &[
        ("authorizationUrl", Text),
        ("refreshUrl", Text),
        ("scopes", Map(&Text)),
    ],
    required: &["authorizationUrl", "scopes"],
    ..PLAIN
};

/// Of a flow with a token endpoint alone; which are required differs.
pub(super) const TOKEN_FIELDS: &[(&str, Kind)] = &[
    ("tokenUrl", Text),
    ("refreshUrl", Text),
    ("scopes", Map(&Text)),
];

/// Of the authorization code flow; which are required differs.
pub(super) const AUTHORIZATION_CODE_FIELDS: &[(&str, Kind)] = &[
    ("authorizationUrl", Text),
    ("tokenUrl", Text),
    ("refreshUrl", Text),
    ("scopes", Map(&Text)),
];

/// Shapes that read alike in both versions and lead to shapes of the version itself, which stand
/// where this is called.
macro_rules! alike {
    () => {
        static SERVER: Shape = Shape {
            name: "a server",
            fields: &[
                ("url", Text),
                ("description", Text),
                ("variables", Map(&Object(&SERVER_VARIABLE))),
            ],
            required: &["url"],
            ..PLAIN
        };

        static PATHS: Shape = Shape {
            name: "paths",
            others: Others::Paths(&Object(&PATH_ITEM)),
            ..PLAIN
        };

        static REQUEST_BODY: Shape = Shape {
            name: "a request body",
            fields: &[
                ("description", Text),
                ("content", Map(&Object(&MEDIA_TYPE))),
                ("required", Boolean),
            ],
            required: &["content"],
            ..PLAIN
        };

        static RESPONSE: Shape = Shape {
            name: "a response",
            fields: &[
                ("description", Text),
                ("headers", Map(&Object(&HEADER))),
                ("content", Map(&Object(&MEDIA_TYPE))),
                ("links", Map(&Object(&LINK))),
            ],
            required: &["description"],
            ..PLAIN
        };

        static FLOWS: Shape = Shape {
            name: "flows",
            fields: &[
                ("implicit", Object(&IMPLICIT)),
                ("password", Object(&TOKEN_ONLY)),
                ("clientCredentials", Object(&TOKEN_ONLY)),
                ("authorizationCode", Object(&AUTHORIZATION_CODE)),
            ],
            ..PLAIN
        };
    };
}

pub(super) use alike;
