//! The answer of an operation, and what its schema says of a name.

use adaptive_expressions::PathStep;

use super::super::Context;
use crate::document::{Cursor, NodeValue};
use crate::openapi::{OpenApi, OpenApiVersion};

/// The answer of success.
pub(in crate::rules) enum Answer<'a> {
    /// The schema of its JSON.
    Json(Cursor<'a>),
    /// There is none; the nearest place to say so.
    None(Cursor<'a>),
}

/// The response of the lowest 2xx code, else `2XX`, else `default`.
pub(in crate::rules) fn success<'a>(
    api: &'a OpenApi,
    operation: &Cursor<'a>,
) -> Option<Cursor<'a>> {
    let responses = operation.present("responses")?;
    let mut codes: Vec<(&str, Cursor<'a>)> = responses
        .members()
        .into_iter()
        .filter(|(code, _)| code.starts_with('2') || *code == "default")
        .collect();
    codes.sort_by_key(|(code, _)| (*code).to_owned());
    let (_, response) = codes.into_iter().next()?;
    api.resolve(response).ok()
}

/// The JSON that an operation answers with.
pub(in crate::rules) fn answer<'a>(api: &'a OpenApi, operation: &Cursor<'a>) -> Answer<'a> {
    let Some(response) = success(api, operation) else {
        let place = operation
            .present("responses")
            .unwrap_or_else(|| operation.clone());
        return Answer::None(place);
    };
    let schema = if api.version() == OpenApiVersion::V2 {
        response.present("schema")
    } else {
        response.present("content").and_then(|content| {
            let types = content.members().into_iter();
            let json = types
                .filter(|(name, _)| is_json(name))
                .map(|(_, media)| media)
                .next();
            json.and_then(|media| media.present("schema"))
        })
    };
    match schema.filter(|schema| !schema.members().is_empty()) {
        Some(schema) => Answer::Json(schema),
        None => Answer::None(response),
    }
}

fn is_json(name: &str) -> bool {
    let essence = name.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json") || essence.to_lowercase().ends_with("+json")
}

/// An answer that a template renders.
pub(in crate::rules) struct Rendered<'a, 'c> {
    pub(in crate::rules) api: &'a OpenApi,
    pub(in crate::rules) operation_id: &'c str,
    pub(in crate::rules) template: Cursor<'a>,
    /// Of the whole answer.
    pub(in crate::rules) schema: Cursor<'a>,
}

/// The answers that commands render, of operations that describe one in JSON.
pub(in crate::rules) fn rendered<'a, 'c>(
    context: &'c Context<'a>,
) -> impl Iterator<Item = Rendered<'a, 'c>> {
    context.called().filter_map(|(api, command, operation)| {
        let Answer::Json(schema) = answer(api, &operation.operation) else {
            return None;
        };
        Some(Rendered {
            api,
            operation_id: &operation.entry.operation_id,
            template: command.template?.cursor(),
            schema,
        })
    })
}

/// What a schema says of a chain of names.
#[derive(Clone, Debug)]
pub(in crate::rules) enum Says<'a> {
    /// It leads here.
    Here(Cursor<'a>),
    /// The schema does not tell.
    Nothing,
    /// A name that the schema does not have, and those it has.
    Lacks(String, Vec<String>),
}

/// How deep compositions are followed (SEC-PKG-05).
const DEPTH: usize = 12;

/// Follows a chain of names from a schema.
pub(in crate::rules) fn follow<'a>(
    api: &'a OpenApi,
    from: &Cursor<'a>,
    path: &[PathStep],
) -> Says<'a> {
    let mut at = from.clone();
    for step in path {
        let next = match step {
            PathStep::Item => item(api, &at),
            PathStep::Name(name) => member(api, &at, name),
        };
        match next {
            Says::Here(cursor) => at = cursor,
            other => return other,
        }
    }
    Says::Here(at)
}

/// The schema of an item, if this is the schema of a list.
pub(in crate::rules) fn item<'a>(api: &'a OpenApi, at: &Cursor<'a>) -> Says<'a> {
    let Ok(schema) = api.resolve(at.clone()) else {
        return Says::Nothing;
    };
    schema.present("items").map_or(Says::Nothing, Says::Here)
}

/// Whether this is the schema of a list.
pub(in crate::rules) fn is_list(api: &OpenApi, at: &Cursor<'_>) -> bool {
    api.resolve(at.clone())
        .is_ok_and(|schema| schema.str("type") == Some("array") || schema.get("items").is_some())
}

fn member<'a>(api: &'a OpenApi, at: &Cursor<'a>, name: &str) -> Says<'a> {
    let mut known = Vec::new();
    match search(api, at, name, &mut known, 0) {
        Search::Found(place) => Says::Here(place),
        Search::Open => Says::Nothing,
        Search::Closed if known.is_empty() => Says::Nothing,
        Search::Closed => Says::Lacks(name.to_owned(), known),
    }
}

enum Search<'a> {
    Found(Cursor<'a>),
    /// It may have any property.
    Open,
    /// It has those that are known.
    Closed,
}

fn search<'a>(
    api: &'a OpenApi,
    at: &Cursor<'a>,
    name: &str,
    known: &mut Vec<String>,
    depth: usize,
) -> Search<'a> {
    let Ok(schema) = api.resolve(at.clone()) else {
        return Search::Open;
    };
    if depth >= DEPTH {
        return Search::Open;
    }
    let properties = schema
        .get("properties")
        .map(|all| all.members())
        .unwrap_or_default();
    for (property, place) in &properties {
        // Adaptive Expressions compare names without case.
        if property.eq_ignore_ascii_case(name) {
            return Search::Found(place.clone());
        }
        known.push((*property).to_owned());
    }
    let mut open = schema.get("additionalProperties").is_some_and(|more| {
        matches!(
            more.node.value,
            NodeValue::Object(_) | NodeValue::Bool(true)
        )
    }) || schema.get("patternProperties").is_some();
    let mut composed = false;
    for keyword in ["allOf", "anyOf", "oneOf"] {
        for part in schema
            .get(keyword)
            .map(|all| all.items())
            .unwrap_or_default()
        {
            composed = true;
            match search(api, &part, name, known, depth + 1) {
                Search::Found(place) => return Search::Found(place),
                Search::Open => open = true,
                Search::Closed => {}
            }
        }
    }
    // Values of other types have members of their own making (a text has `length`), and a schema
    // that lists nothing tells nothing.
    let object = schema.str("type").is_none_or(|kind| kind == "object");
    if open || !object || (properties.is_empty() && !composed) {
        Search::Open
    } else {
        Search::Closed
    }
}
