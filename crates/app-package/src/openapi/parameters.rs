//! Path and query parameters of an operation.

use super::schema::Shape;
use super::{Found, OpenApi, OpenApiVersion};
use crate::document::Cursor;
use crate::operation::{Location, OperationParameter};
use crate::problem::{Problem, Problems};

/// A parameter as the description declares it, resolved.
pub(super) struct DeclaredParameter<'a> {
    pub(super) name: &'a str,
    pub(super) place: Cursor<'a>,
}

impl OpenApi {
    /// The parameters of path item and operation, the latter's replacing the former's of the same
    /// name and place.
    pub(super) fn declared<'a>(
        &'a self,
        found: &Found<'a>,
        problems: &mut Problems,
    ) -> Vec<DeclaredParameter<'a>> {
        let mut all: Vec<DeclaredParameter<'a>> = Vec::new();
        for owner in [&found.path_item, &found.operation] {
            for item in owner
                .present("parameters")
                .map(|list| list.items())
                .unwrap_or_default()
            {
                let place = match self.resolve(item) {
                    Ok(place) => place,
                    Err(problem) => {
                        problems.push(*problem);
                        continue;
                    }
                };
                let Some(name) = place.str("name") else {
                    continue;
                };
                let same = all
                    .iter_mut()
                    .find(|other| other.name == name && other.place.str("in") == place.str("in"));
                match same {
                    Some(other) => other.place = place,
                    None => all.push(DeclaredParameter { name, place }),
                }
            }
        }
        all
    }

    /// Path and query parameters that can be sent; what can't be is dropped with a warning, or
    /// refuses the operation where it is required and has no default.
    pub(super) fn url_parameters<'a>(
        &'a self,
        declared: &[DeclaredParameter<'a>],
        problems: &mut Problems,
    ) -> Vec<OperationParameter> {
        let mut parameters = Vec::new();
        for DeclaredParameter { name, place } in declared {
            let location = match place.str("in") {
                Some("path") => Location::Path,
                Some("query") => Location::Query,
                // The body of 2.0 is read by `body`.
                Some("body") if self.version == OpenApiVersion::V2 => continue,
                _ => {
                    let what = "sent in a header, a cookie or a form";
                    let default = self.has_default(place);
                    problems.push(unsupported(place, name, what, default));
                    continue;
                }
            };
            let required = location == Location::Path || place.bool("required").unwrap_or(false);
            let schema = match (self.version, place.present("schema")) {
                // In 2.0 the parameter itself is the schema.
                (OpenApiVersion::V2, None) => place.clone(),
                (_, Some(schema)) => schema,
                (_, None) => {
                    problems.push(unsupported(
                        place,
                        name,
                        "described without a schema",
                        !required,
                    ));
                    continue;
                }
            };
            match self.shape(schema) {
                Ok(Shape::Primitive { kind, default }) => parameters.push(OperationParameter {
                    name: (*name).to_owned(),
                    location,
                    required,
                    default,
                    kind,
                }),
                Ok(Shape::Object { .. }) => {
                    problems.push(unsupported(place, name, "an object", !required));
                }
                Ok(Shape::Unsupported { what, has_default }) => {
                    problems.push(unsupported(place, name, what, has_default || !required));
                }
                Err(problem) => problems.push(*problem),
            }
        }
        parameters
    }

    /// Whether a parameter can be left out: not required, or with a default.
    fn has_default(&self, place: &Cursor<'_>) -> bool {
        !place.bool("required").unwrap_or(false)
            || place.present("default").is_some()
            || place.present("schema").is_some_and(|schema| {
                self.resolve(schema)
                    .is_ok_and(|schema| schema.present("default").is_some())
            })
    }
}

pub(super) fn unsupported(place: &Cursor<'_>, name: &str, what: &str, optional: bool) -> Problem {
    if optional {
        let sentence = format!("The parameter {name:?} is {what} and is never sent.");
        let fix = "Nothing, if the API does without it.";
        return Problem::at("parameter_dropped", place, sentence, fix).warning();
    }
    Problem::at(
        "required_parameter_unsupported",
        place,
        format!("The required parameter {name:?} is {what}, which message extensions can't send."),
        "Make it optional or give it a default, or offer another operation.",
    )
}
