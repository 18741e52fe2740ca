//! A response rendering template: the schema of the answer as cards.
//!
//! | schema | card |
//! | --- | --- |
//! | text, number, boolean | `TextBlock` `name: ${if(name, name, 'N/A')}` |
//! | text of format uri whose name is one of an image | `Image`, where there is one |
//! | list | `Container` with the list as its data |
//! | object | its properties as `a.b` |

use serde_json::{Map, Value as Json, json};

use super::identifier::{is_possible, property};
use super::text::{cut, label};
use crate::inspect::{SUCCESS, is_object, json_media};
use crate::openapi::view::View;

const SCHEMA: &str = "https://developer.microsoft.com/json-schemas/teams/v1.26/MicrosoftTeams.ResponseRenderingTemplate.schema.json";

/// Elements of a card, lists within it counted too.
const ELEMENTS: usize = 24;
/// Objects and lists within each other that are drawn.
const DEPTH: usize = 3;

/// Names of lists in an answer around which there is only paging and the like.
const RESULTS: [&str; 8] = [
    "results", "result", "items", "data", "value", "values", "list", "matches",
];
const TITLES: [&str; 6] = [
    "title",
    "name",
    "displayname",
    "subject",
    "label",
    "summary",
];
const SUBTITLES: [&str; 6] = [
    "subtitle",
    "description",
    "status",
    "type",
    "category",
    "id",
];
pub(super) const IMAGES: [&str; 9] = [
    "image",
    "thumbnail",
    "photo",
    "picture",
    "avatar",
    "icon",
    "logo",
    "img",
    "pic",
];

/// The template for an operation whose command has the title `title`.
pub(super) fn of(operation: &View<'_>, title: &str) -> Json {
    let root = schema(operation);
    let (path, entry) = root.map_or((None, None), results);
    let mut draw = Draw {
        left: ELEMENTS,
        found: Found::default(),
    };
    let mut body = match &entry {
        Some(entry) => draw.entry(entry),
        None => Vec::new(),
    };
    if body.is_empty() {
        body.push(text_block(&json!(title)));
    }
    let mut template = Map::new();
    template.insert("version".to_owned(), "1.0".into());
    template.insert("$schema".to_owned(), SCHEMA.into());
    if let Some(path) = path {
        template.insert("jsonPath".to_owned(), path.into());
    }
    template.insert("responseLayout".to_owned(), "list".into());
    template.insert(
        "responseCardTemplate".to_owned(),
        json!({
            "type": "AdaptiveCard",
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "version": "1.5",
            "body": body,
        }),
    );
    template.insert("previewCardTemplate".to_owned(), draw.found.preview(title));
    template.into()
}

/// The schema of the first JSON response of success.
pub(super) fn schema<'a>(operation: &View<'a>) -> Option<View<'a>> {
    let responses = operation.get("responses")?;
    SUCCESS.iter().find_map(|code| {
        let content = responses.get(code)?.get("content")?.members();
        json_media(&content)?.get("schema")
    })
}

/// Where the results stand in the answer, and the schema of one.
fn results<'a>(root: View<'a>) -> (Option<String>, Option<View<'a>>) {
    if root.str("type") == Some("array") {
        return (None, root.get("items"));
    }
    let lists: Vec<(&str, View<'a>)> = properties(&root, 0)
        .into_iter()
        .filter(|(name, property)| {
            property.str("type") == Some("array")
                && is_possible(name)
                && property.get("items").is_some()
        })
        .collect();
    let known = RESULTS.iter().find_map(|wanted| {
        lists
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
    });
    // A single list of objects among single values is what the answer is about, too.
    let of_objects: Vec<_> = lists
        .iter()
        .filter(|(_, list)| {
            list.get("items")
                .is_some_and(|items| !properties(&items, 0).is_empty())
        })
        .collect();
    let only = match of_objects.as_slice() {
        [only] if properties(&root, 0).len() <= 4 => Some(*only),
        _ => None,
    };
    match known.or(only) {
        Some((name, list)) => (Some(path(name)), list.get("items")),
        None => (None, Some(root)),
    }
}

/// A name as a JSON path.
fn path(name: &str) -> String {
    let plain = name.starts_with(|char: char| char.is_ascii_alphabetic() || char == '_')
        && name
            .chars()
            .all(|char| char.is_ascii_alphanumeric() || char == '_');
    if plain {
        format!("$.{name}")
    } else {
        format!("$['{name}']")
    }
}

/// The properties of an object, those of `allOf` too, and of the first alternative of `oneOf` and
/// `anyOf`.
pub(super) fn properties<'a>(schema: &View<'a>, depth: usize) -> Vec<(&'a str, View<'a>)> {
    let mut all = schema
        .get("properties")
        .map(|all| all.members())
        .unwrap_or_default();
    if depth > DEPTH {
        return all;
    }
    for part in ["allOf", "oneOf", "anyOf"] {
        let mut parts = schema
            .get(part)
            .map(|list| list.items())
            .unwrap_or_default();
        if part != "allOf" {
            parts.truncate(1);
        }
        for part in parts {
            for (name, property) in properties(&part, depth + 1) {
                if !all.iter().any(|(known, _)| *known == name) {
                    all.push((name, property));
                }
            }
        }
    }
    all
}

struct Draw {
    left: usize,
    found: Found,
}

impl Draw {
    /// The body of the card of one result.
    fn entry(&mut self, schema: &View<'_>) -> Vec<Json> {
        if properties(schema, 0).is_empty() && !is_object(schema) {
            self.found.title = Some("$data".to_owned());
            return vec![text_block(&json!("${$data}"))];
        }
        let mut body = Vec::new();
        self.object(schema, "", 0, &mut body);
        body
    }

    fn object(&mut self, schema: &View<'_>, parent: &str, depth: usize, body: &mut Vec<Json>) {
        for (name, schema) in properties(schema, 0) {
            if self.left == 0 || !is_possible(name) {
                continue;
            }
            let expression = property(parent, name);
            if !properties(&schema, 0).is_empty() {
                if depth < DEPTH {
                    self.object(&schema, &expression, depth + 1, body);
                }
                continue;
            }
            match schema.str("type") {
                Some("array") => {
                    if depth < DEPTH {
                        self.list(&schema, name, &expression, depth, body);
                    }
                }
                Some("object") => {}
                _ => {
                    self.left -= 1;
                    let top = depth == 0 && parent.is_empty();
                    body.push(self.single(&schema, name, &expression, top));
                }
            }
        }
    }

    fn single(&mut self, schema: &View<'_>, name: &str, expression: &str, top: bool) -> Json {
        let lower = name.to_ascii_lowercase();
        let url = matches!(schema.str("format"), Some("uri" | "url"));
        if url && IMAGES.iter().any(|image| lower.contains(image)) {
            if top && self.found.image.is_none() {
                self.found.image = Some(expression.to_owned());
            }
            return json!({
                "type": "Image",
                "url": format!("${{{expression}}}"),
                "altText": label(name),
                "$when": format!("${{{expression} != null}}"),
            });
        }
        if top {
            self.found.note(&lower, expression, schema.str("type"));
        }
        text_block(&json!(format!(
            "{name}: ${{if({expression}, {expression}, 'N/A')}}"
        )))
    }

    fn list(
        &mut self,
        schema: &View<'_>,
        name: &str,
        expression: &str,
        depth: usize,
        body: &mut Vec<Json>,
    ) {
        let Some(items) = schema.get("items") else {
            return;
        };
        let mut inner = Vec::new();
        if properties(&items, 0).is_empty() {
            if items.str("type") == Some("array") || self.left == 0 {
                return;
            }
            self.left -= 1;
            inner.push(text_block(&json!(format!("{name}: ${{$data}}"))));
        } else {
            // Within the list names are those of its entries. They say nothing of the preview.
            let found = std::mem::take(&mut self.found);
            self.object(&items, "", depth + 1, &mut inner);
            self.found = found;
        }
        if !inner.is_empty() {
            body.push(json!({
                "type": "Container",
                "$data": format!("${{{expression}}}"),
                "items": inner,
            }));
        }
    }
}

fn text_block(text: &Json) -> Json {
    json!({ "type": "TextBlock", "text": text, "wrap": true })
}

/// What the preview is made of.
#[derive(Default)]
struct Found {
    title: Option<String>,
    title_rank: usize,
    subtitle: Option<String>,
    subtitle_rank: usize,
    image: Option<String>,
    others: Vec<String>,
}

impl Found {
    fn note(&mut self, lower: &str, expression: &str, kind: Option<&str>) {
        let rank = |names: &[&str]| names.iter().position(|name| lower == *name);
        if let Some(rank) = rank(&TITLES)
            && (self.title.is_none() || rank < self.title_rank)
        {
            // What was the title till now may stand beneath.
            self.others
                .extend(self.title.replace(expression.to_owned()));
            self.title_rank = rank;
            return;
        }
        if let Some(rank) = rank(&SUBTITLES)
            && (self.subtitle.is_none() || rank < self.subtitle_rank)
        {
            self.others
                .extend(self.subtitle.replace(expression.to_owned()));
            self.subtitle_rank = rank;
            return;
        }
        if kind != Some("boolean") {
            self.others.push(expression.to_owned());
        }
    }

    fn preview(mut self, title: &str) -> Json {
        let or = |expression: &str| format!("${{if({expression}, {expression}, 'N/A')}}");
        // Templates may have 256 characters.
        let fits = |expression: &String| or(expression).chars().count() <= 256;
        self.others.retain(fits);
        let mut others = self.others.into_iter();
        let head = self
            .title
            .filter(fits)
            .or_else(|| others.next())
            .or_else(|| self.subtitle.take());
        let subtitle = self.subtitle.filter(fits).or_else(|| others.next());
        let mut preview = Map::new();
        let head = head.map_or_else(|| cut(title, 256), |head| or(&head));
        preview.insert("title".to_owned(), head.into());
        if let Some(subtitle) = subtitle {
            preview.insert("subtitle".to_owned(), or(&subtitle).into());
        }
        if let Some(text) = others.next() {
            preview.insert("text".to_owned(), or(&text).into());
        }
        if let Some(image) = self.image.filter(fits) {
            preview.insert(
                "image".to_owned(),
                json!({
                    "url": format!("${{{image}}}"),
                    "alt": cut(title, 256),
                    "$when": format!("${{{image} != null}}"),
                }),
            );
        }
        preview.into()
    }
}
