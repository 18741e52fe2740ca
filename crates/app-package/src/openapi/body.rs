//! The JSON body of an operation, as parameters.

use super::parameters::{DeclaredParameter, unsupported};
use super::schema::Shape;
use super::{OpenApi, OpenApiVersion};
use crate::document::Cursor;
use crate::operation::{Body, Location, OperationParameter};
use crate::problem::{Problem, Problems};

/// Schemas looked at for one body, and how deep they may be nested (SEC-PKG-05: a body of ten
/// references at each of ten levels has 10^10 properties).
pub(super) const SCHEMAS: usize = 2_000;
const DEPTH: usize = 12;

impl OpenApi {
    /// The body and its properties; `None` where the operation has no body that can be sent.
    pub(super) fn body<'a>(
        &'a self,
        operation: &Cursor<'a>,
        declared: &[DeclaredParameter<'a>],
        problems: &mut Problems,
    ) -> Option<(Body, Vec<OperationParameter>)> {
        let (schema, required) = self.body_schema(operation, declared, problems)?;
        match self.shape(schema.clone()) {
            Ok(Shape::Object { schema: root }) => {
                let mut walk = Walk {
                    api: self,
                    problems,
                    found: Vec::new(),
                    schemas: 0,
                    path: vec![place_of(&root)],
                };
                let whole = walk.properties(&root, "", "", required, 0);
                let found = walk.found;
                if !whole {
                    problems.push(Problem::at(
                        "body_too_large",
                        &schema,
                        format!("The body's schema has more than {SCHEMAS} properties or {DEPTH} levels."),
                        "Describe only what the command needs.",
                    ));
                }
                Some((Body { required }, found))
            }
            Ok(Shape::Primitive { .. }) => {
                problems.push(unsupported(
                    &schema,
                    "body",
                    "a body that is no object",
                    !required,
                ));
                None
            }
            Ok(Shape::Unsupported { what, has_default }) => {
                problems.push(unsupported(&schema, "body", what, has_default || !required));
                // An empty object can still be sent where a body is only said to be there.
                None
            }
            Err(problem) => {
                problems.push(*problem);
                None
            }
        }
    }

    fn body_schema<'a>(
        &'a self,
        operation: &Cursor<'a>,
        declared: &[DeclaredParameter<'a>],
        problems: &mut Problems,
    ) -> Option<(Cursor<'a>, bool)> {
        if self.version == OpenApiVersion::V2 {
            let body = declared
                .iter()
                .find(|parameter| parameter.place.str("in") == Some("body"))?;
            let required = body.place.bool("required").unwrap_or(false);
            return body
                .place
                .present("schema")
                .map(|schema| (schema, required));
        }
        let body = match self.resolve(operation.present("requestBody")?) {
            Ok(body) => body,
            Err(problem) => {
                problems.push(*problem);
                return None;
            }
        };
        let required = body.bool("required").unwrap_or(false);
        let types = body
            .present("content")
            .map(|content| content.members())
            .unwrap_or_default();
        let json = types.iter().find(|(name, _)| {
            let essence = name.split(';').next().unwrap_or_default();
            essence.trim().eq_ignore_ascii_case("application/json")
        });
        let Some((_, media)) = json else {
            problems.push(unsupported(
                &body,
                "body",
                "not application/json",
                !required,
            ));
            return None;
        };
        if types.len() > 1 {
            problems.push(
                Problem::at(
                    "body_of_several_media_types",
                    &body,
                    "The body has several media types; application/json is sent, but Teams refuses it.",
                    "Leave only application/json.",
                )
                .warning(),
            );
        }
        media.present("schema").map(|schema| (schema, required))
    }
}

/// Where a schema stands, to see it come again beneath itself.
fn place_of(schema: &Cursor<'_>) -> (String, String) {
    (schema.document.file.clone(), schema.pointer.clone())
}

struct Walk<'a, 'p> {
    api: &'a OpenApi,
    problems: &'p mut Problems,
    found: Vec<OperationParameter>,
    schemas: usize,
    /// The objects around the present one.
    path: Vec<(String, String)>,
}

impl<'a> Walk<'a, '_> {
    /// Adds an object's properties; false where the budget ran out.
    fn properties(
        &mut self,
        schema: &Cursor<'a>,
        pointer: &str,
        name: &str,
        required: bool,
        depth: usize,
    ) -> bool {
        if depth >= DEPTH {
            return false;
        }
        let listed = schema
            .present("required")
            .map(|list| list.items())
            .unwrap_or_default();
        let properties = schema
            .get("properties")
            .map(|all| all.members())
            .unwrap_or_default();
        for (key, property) in properties {
            self.schemas += 1;
            if self.schemas > SCHEMAS {
                return false;
            }
            let required = required && listed.iter().any(|item| item.node.as_str() == Some(key));
            let pointer = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
            let name = if name.is_empty() {
                key.to_owned()
            } else {
                format!("{name}.{key}")
            };
            match self.api.shape(property.clone()) {
                Ok(Shape::Primitive { kind, default }) => {
                    // What only the API writes is not sent.
                    if property.bool("readOnly") != Some(true) {
                        let location = Location::Body { pointer };
                        self.found.push(OperationParameter {
                            name,
                            location,
                            required,
                            default,
                            kind,
                        });
                    }
                }
                Ok(Shape::Object { schema }) => {
                    let place = place_of(&schema);
                    if self.path.contains(&place) {
                        // A legally recursive schema: its first level is enough.
                        continue;
                    }
                    self.path.push(place);
                    let whole = self.properties(&schema, &pointer, &name, required, depth + 1);
                    self.path.pop();
                    if !whole {
                        return false;
                    }
                }
                Ok(Shape::Unsupported { what, has_default }) => {
                    self.problems.push(unsupported(
                        &property,
                        &name,
                        what,
                        has_default || !required,
                    ));
                }
                Err(problem) => self.problems.push(*problem),
            }
        }
        true
    }
}
