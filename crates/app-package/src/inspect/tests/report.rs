use crate::{Limits, Reason, Status, Target, Warning, inspect};

const TEXT: &str = r#"openapi: 3.0.3
info: {title: Repairs, version: "1"}
servers:
- url: http://repairs.example
paths:
  /repairs:
    get:
      parameters:
      - {name: X-Trace, in: header, required: true, schema: {type: string}}
      responses:
        "200": {description: OK, content: {application/json: {schema: {type: array}}}}
    delete:
      operationId: deleteRepairs
      responses: {"204": {description: gone}}
"#;

#[test]
fn each_finding_has_its_place_and_its_sentence() {
    let inspection = inspect("repairs.yaml", TEXT.as_bytes(), &Limits::description());
    let report = inspection.target(Target::MessageExtension);
    assert_eq!(report.status(), Status::Error);
    let get = &report.operations[0];
    assert_eq!(
        (get.method.as_str(), get.path.as_str()),
        ("GET", "/repairs")
    );
    assert_eq!(get.operation_id, "getRepairs");
    let found: Vec<_> = get
        .reasons
        .iter()
        .map(|reason| {
            let problem = inspection.error(reason);
            (problem.code, problem.line, problem.column, problem.pointer)
        })
        .collect();
    assert_eq!(
        found,
        [
            (
                "url-protocol-not-supported",
                4,
                8,
                "/servers/0/url".to_owned()
            ),
            (
                "params-contain-required-unsupported-schema",
                9,
                9,
                "/paths/~1repairs/get/parameters/0".to_owned()
            ),
        ]
    );
    let problem = inspection.error(&get.reasons[1]);
    assert_eq!(
        problem.sentence,
        "The parameter \"X-Trace\" is required, has no default and is sent in a header."
    );
    assert_eq!(
        report.operations[1].reasons[0].what,
        Reason::MethodNotAllowed
    );
    assert_eq!(report.warnings[0].what, Warning::OperationIdMissing);
    let warning = inspection.warning(&report.warnings[0]);
    assert_eq!((warning.line, warning.code), (8, "operationid-missing"));
}

#[test]
fn the_json_report_is_as_documented() {
    let inspection = inspect("repairs.yaml", TEXT.as_bytes(), &Limits::description());
    let report = serde_json::to_value(&inspection).unwrap();
    assert_eq!(
        report["targets"]["plugin"],
        serde_json::json!({
            "status": "warning",
            "errors": [],
            "warnings": ["operationid-missing"],
            "operations": [
                {"method": "GET", "path": "/repairs", "operationId": "getRepairs",
                 "valid": true, "reasons": []},
                {"method": "DELETE", "path": "/repairs", "operationId": "deleteRepairs",
                 "valid": true, "reasons": []},
            ],
        })
    );
}

#[test]
fn a_converted_description_keeps_the_places_of_the_original() {
    let text = r#"{
  "swagger": "2.0", "info": {"title": "t", "version": "1"}, "host": "a.example",
  "schemes": ["https"], "produces": ["application/json"],
  "paths": {"/a": {"post": {"operationId": "a", "parameters": [
    {"name": "body", "in": "body", "required": true,
     "schema": {"type": "array", "items": {"type": "string"}}}
  ], "responses": {"200": {"description": "", "schema": {"type": "object"}}}}}}
}"#;
    let inspection = inspect("a.json", text.as_bytes(), &Limits::description());
    let report = inspection.target(Target::MessageExtension);
    let reason = &report.operations[0].reasons[0];
    let problem = inspection.error(reason);
    assert_eq!(reason.what, Reason::RequiredBodyUnsupported);
    assert_eq!(problem.pointer, "/paths/~1a/post/parameters/0/schema");
    assert_eq!((problem.line, problem.column), (6, 16));
}
