//! A description as a mid-sized company publishes one: resources with the usual five operations,
//! schemas that use each other, examples, long texts, OAuth. Always the same bytes.

use serde_json::{Map, Value, json};

const NOUNS: [&str; 16] = [
    "customer", "invoice", "shipment", "warehouse", "contract", "repair", "vehicle", "employee",
    "project", "ticket", "supplier", "payment", "campaign", "location", "product", "schedule",
];
const KINDS: [&str; 8] = ["", "Draft", "Archive", "Template", "Report", "Item", "Note", "Policy"];

/// At least `bytes` of JSON.
pub(crate) fn description(bytes: usize) -> String {
    let mut paths = Map::new();
    let mut schemas = common();
    let mut size = 0;
    for number in 0.. {
        if size >= bytes {
            break;
        }
        let resource = Resource::new(number);
        for (path, item) in resource.paths() {
            size += item.to_string().len() + path.len();
            paths.insert(path, item);
        }
        for (name, schema) in resource.schemas() {
            size += schema.to_string().len() + name.len();
            schemas.insert(name, schema);
        }
    }
    let oauth = json!({"type": "oauth2", "flows": {"authorizationCode": {
        "authorizationUrl": "https://login.example.com/authorize",
        "tokenUrl": "https://login.example.com/token",
        "scopes": {"api.read": "Read everything", "api.write": "Change everything"}}}});
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Operations", "version": "2026-11-01",
                 "description": "Everything that the back office does."},
        "servers": [{"url": "https://api.example.com/v2"}],
        "security": [{"oauth": ["api.read"]}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "parameters": {
                "limit": {"name": "limit", "in": "query",
                          "description": "How many entries to return at most.",
                          "schema": {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}},
                "cursor": {"name": "cursor", "in": "query",
                           "description": "Where the last page ended.", "schema": {"type": "string"}},
            },
            "responses": {
                "NotFound": {"description": "There is no such entry.", "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}},
            },
            "securitySchemes": {"oauth": oauth},
        },
    })
    .to_string()
}

fn common() -> Map<String, Value> {
    let mut schemas = Map::new();
    for (name, schema) in [
        (
            "Problem",
            json!({"type": "object", "required": ["title"], "properties": {
                "title": {"type": "string"}, "status": {"type": "integer"},
                "detail": {"type": "string"}}}),
        ),
        (
            "Money",
            json!({"type": "object", "required": ["amount", "currency"], "properties": {
                "amount": {"type": "number", "format": "double", "example": 12.5},
                "currency": {"type": "string", "minLength": 3, "maxLength": 3}}}),
        ),
        (
            "Address",
            json!({"type": "object", "properties": {
                "street": {"type": "string"}, "city": {"type": "string"},
                "postalCode": {"type": "string"}, "country": {"type": "string", "enum": ["DE", "FR", "US"]}}}),
        ),
    ] {
        schemas.insert(name.to_owned(), schema);
    }
    schemas
}

struct Resource {
    /// Such as `shipmentReport12`.
    name: String,
    /// Such as `ShipmentReport12`.
    schema: String,
    number: usize,
}

impl Resource {
    fn new(number: usize) -> Self {
        let noun = NOUNS[number % NOUNS.len()];
        let kind = KINDS[number / NOUNS.len() % KINDS.len()];
        let name = format!("{noun}{kind}{number}");
        let schema = format!("{}{}", noun[..1].to_uppercase(), &name[1..]);
        Self { name, schema, number }
    }

    fn reference(&self) -> Value {
        json!({"$ref": format!("#/components/schemas/{}", self.schema)})
    }

    fn paths(&self) -> [(String, Value); 2] {
        let Self { name, schema, .. } = self;
        let body = |description: &str, schema: Value| {
            json!({"description": description,
                   "content": {"application/json": {"schema": schema}}})
        };
        let not_found = json!({"$ref": "#/components/responses/NotFound"});
        let id = json!({"name": "id", "in": "path", "required": true,
                        "description": format!("The id of the {name}."),
                        "schema": {"type": "string", "format": "uuid"}});
        let write = json!({"required": true, "content": {"application/json": {
            "schema": {"$ref": format!("#/components/schemas/{schema}Input")}}}});
        let operation = |verb: &str, text: &str| {
            json!({
                "operationId": format!("{verb}{schema}"),
                "tags": [NOUNS[self.number % NOUNS.len()]],
                "summary": format!("{text} {name}"),
                "description": format!(
                    "{text} {name}. The caller needs the permission {name}.{verb}; entries of other \
                     tenants are never shown. Changes are visible at once to all readers, and are \
                     recorded with the caller's name for ninety days."
                ),
            })
        };
        let with = |mut operation: Value, members: Value| {
            if let (Value::Object(operation), Value::Object(members)) = (&mut operation, members) {
                operation.extend(members);
            }
            operation
        };
        let page = json!({"type": "object", "required": ["items"], "properties": {
            "items": {"type": "array", "items": self.reference()},
            "next": {"type": "string", "nullable": true}}});
        [
            (
                format!("/{name}"),
                json!({
                    "get": with(operation("list", "List every"), json!({
                        "parameters": [
                            {"$ref": "#/components/parameters/limit"},
                            {"$ref": "#/components/parameters/cursor"},
                            {"name": "state", "in": "query", "description": "Only those in this state.",
                             "schema": {"type": "string", "enum": ["open", "closed", "waiting"]}},
                            {"name": "ids", "in": "query", "explode": false,
                             "schema": {"type": "array", "items": {"type": "string"}}},
                        ],
                        "responses": {"200": body("A page.", page), "404": not_found.clone()}})),
                    "post": with(operation("create", "Create a"), json!({
                        "requestBody": write.clone(),
                        "responses": {"201": body("What was created.", self.reference())}})),
                }),
            ),
            (
                format!("/{name}/{{id}}"),
                json!({
                    "get": with(operation("get", "Show one"), json!({
                        "parameters": [id.clone()],
                        "responses": {"200": body("The entry.", self.reference()),
                                      "404": not_found.clone()}})),
                    "patch": with(operation("change", "Change one"), json!({
                        "parameters": [id.clone()], "requestBody": write,
                        "responses": {"200": body("The entry.", self.reference()),
                                      "404": not_found.clone()}})),
                    "delete": with(operation("delete", "Delete one"), json!({
                        "parameters": [id],
                        "responses": {"204": {"description": "It is gone."}, "404": not_found}})),
                }),
            ),
        ]
    }

    fn schemas(&self) -> [(String, Value); 2] {
        let own = json!({
            "title": {"type": "string", "description": "What it is called.", "maxLength": 200,
                      "example": format!("A {}", self.name)},
            "state": {"type": "string", "enum": ["open", "closed", "waiting"], "default": "open"},
            "priority": {"type": "integer", "minimum": 0, "maximum": 5},
            "price": {"$ref": "#/components/schemas/Money"},
            "address": {"$ref": "#/components/schemas/Address"},
            "labels": {"type": "array", "items": {"type": "string"}, "maxItems": 20},
            "note": {"type": "string", "nullable": true,
                     "description": "Free text for colleagues. It is never shown to customers and is searched."},
        });
        let mut whole = own.clone();
        if let Value::Object(members) = &mut whole {
            members.insert("id".to_owned(), json!({"type": "string", "format": "uuid", "readOnly": true}));
            members.insert("createdAt".to_owned(), json!({"type": "string", "format": "date-time", "readOnly": true}));
            members.insert("picture".to_owned(), json!({"type": "string", "format": "uri"}));
            // Earlier resources only, so that nothing runs in a circle.
            if self.number > 0 {
                let other = Self::new(self.number / 2);
                members.insert("parent".to_owned(), other.reference());
            }
        }
        [
            (
                self.schema.clone(),
                json!({"type": "object", "required": ["id", "title"], "properties": whole}),
            ),
            (
                format!("{}Input", self.schema),
                json!({"type": "object", "required": ["title"], "properties": own}),
            ),
        ]
    }
}
