//! A command of the manifest.

use serde_json::{Map, Value as Json, json};

use super::text::{cut, label};
use super::values::{self, Value};
use crate::openapi::view::View;

/// Parameters of a command.
const PARAMETERS: usize = 5;
/// Choices of a parameter.
const CHOICES: usize = 10;

/// The command, or why a user can't be asked for what the operation needs.
pub(super) fn of(
    id: &str,
    template: &str,
    item: &View<'_>,
    operation: &View<'_>,
) -> Result<Json, String> {
    let mut all = values::of(item, operation);
    // What must be given comes first; of the rest, what fits.
    all.sort_by_key(|value| !is_asked(value));
    let required = all.iter().filter(|value| is_asked(value)).count();
    if required > PARAMETERS {
        return Err(format!(
            "It requires {required} values; a command asks for five at most."
        ));
    }
    all.truncate(PARAMETERS);
    if all.is_empty() {
        return Err("It has nothing to ask for.".to_owned());
    }
    if let Some(long) = all.iter().find(|value| value.name.chars().count() > 64) {
        return Err(format!(
            "The name {:?} has more than 64 characters.",
            long.name
        ));
    }
    let summary = operation.str("summary").unwrap_or_default();
    let title = match cut(summary.trim_end_matches('.'), 32) {
        title if title.is_empty() => cut(&label(id), 32),
        title => title,
    };
    let description = [operation.str("description").unwrap_or_default(), summary]
        .into_iter()
        .map(|text| cut(text, 128))
        .find(|text| !text.is_empty())
        .unwrap_or_else(|| title.clone());
    Ok(json!({
        "id": id,
        "type": "query",
        "context": ["compose", "commandBox"],
        "title": title,
        "description": description,
        "apiResponseRenderingTemplateFile": template,
        "parameters": all.iter().map(parameter).collect::<Vec<_>>(),
    }))
}

fn is_asked(value: &Value<'_>) -> bool {
    value.required && value.default.is_none()
}

fn parameter(value: &Value<'_>) -> Json {
    let title = cut(&label(&value.name), 32);
    let description = match cut(value.description.unwrap_or_default(), 128) {
        text if text.is_empty() => title.clone(),
        text => text,
    };
    let mut parameter = Map::new();
    parameter.insert("name".to_owned(), value.name.clone().into());
    parameter.insert("title".to_owned(), title.into());
    parameter.insert("description".to_owned(), description.into());
    let choices = choices(&value.schema);
    let kind = match value.schema.str("type") {
        _ if choices.is_some() => "choiceset",
        Some("boolean") => "toggle",
        Some("integer" | "number") => "number",
        _ if value.schema.str("format") == Some("date") => "date",
        _ => "text",
    };
    parameter.insert("inputType".to_owned(), kind.into());
    if let Some(choices) = choices {
        parameter.insert("choices".to_owned(), choices);
    }
    if is_asked(value) {
        parameter.insert("isRequired".to_owned(), true.into());
    }
    if let Some(default) = value.default.as_ref().and_then(short) {
        parameter.insert("value".to_owned(), default.into());
    }
    parameter.into()
}

/// The values of an enumeration, if they are few enough.
fn choices(schema: &View<'_>) -> Option<Json> {
    let items = schema.get("enum")?.items();
    if items.is_empty() || items.len() > CHOICES {
        return None;
    }
    items
        .iter()
        .map(|item| {
            let value = short(&item.node().to_value())?;
            let title = cut(&label(&value), 128);
            Some(json!({ "title": title, "value": value }))
        })
        .collect::<Option<Vec<_>>>()
        .map(Json::Array)
}

/// A single value as a text of the manifest.
fn short(value: &Json) -> Option<String> {
    let text = match value {
        Json::String(text) => text.clone(),
        Json::Number(number) => number.to_string(),
        Json::Bool(flag) => flag.to_string(),
        _ => return None,
    };
    (!text.is_empty() && text.chars().count() <= 512).then_some(text)
}
