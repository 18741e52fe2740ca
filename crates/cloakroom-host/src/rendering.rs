//! Cards without an invoke: the same templates, limits and judgements on recorded answers.

use adaptive_cards_templating::json_path::{JsonPath, JsonPathError, Mode};
use adaptive_cards_templating::{
    CompileError, ExpandError, Explained, Explainer, HostValues, Template, ValueSink,
};
use serde_json::Value;

use crate::cards::{Images, Judge, classes, preview_classes};
use crate::catalog::{options, without_host_commands};
use crate::select::entries;

/// A card template, or a response rendering template, compiled as for an installed app.
#[derive(Debug)]
pub struct Rendering {
    card: Template,
    preview: Option<Template>,
    json_path: Option<JsonPath>,
}

/// Why a rendering template can't be used.
#[derive(Debug, Clone, thiserror::Error)]
pub enum RenderingError {
    /// An expression of the card is not valid.
    #[error("{0}")]
    Card(CompileError),
    /// An expression of the preview is not valid.
    #[error("{0}")]
    Preview(CompileError),
    /// The jsonPath is not valid.
    #[error("{0}")]
    JsonPath(JsonPathError),
}

/// A card, or why there is none, and what became of each expression until then.
#[derive(Debug)]
pub struct Rendered {
    /// What goes to the chat client. The preview is as its template says, not yet a thumbnail card.
    pub card: Result<Value, ExpandError>,
    /// Each expression that was evaluated.
    pub explained: Vec<Explained>,
}

impl Rendering {
    /// A card template alone: the whole answer is its one entry.
    pub fn of_card(card: &Value) -> Result<Self, RenderingError> {
        let card = without_host_commands(card);
        Ok(Self {
            card: Template::compile(&card, &options(classes())).map_err(RenderingError::Card)?,
            preview: None,
            json_path: None,
        })
    }

    /// A response rendering template: a card and a preview for each entry that the path leads to.
    pub fn of_response(
        card: &Value,
        preview: &Value,
        json_path: Option<&str>,
    ) -> Result<Self, RenderingError> {
        let preview = Template::compile(preview, &options(preview_classes()))
            .map_err(RenderingError::Preview)?;
        let json_path = json_path
            .map(|path| JsonPath::compile(path, Mode::Newtonsoft))
            .transpose()
            .map_err(RenderingError::JsonPath)?;
        Ok(Self {
            preview: Some(preview),
            json_path,
            ..Self::of_card(card)?
        })
    }

    /// The entries of an answer, as an invoke finds them.
    ///
    /// # Errors
    /// When following the path costs too much on this answer.
    pub fn entries<'v>(&self, answer: &'v Value) -> Result<Vec<&'v Value>, JsonPathError> {
        if self.preview.is_none() {
            return Ok(vec![answer]);
        }
        entries(answer, self.json_path.as_ref()).map(|entries| entries.all)
    }

    /// The card of an entry.
    pub fn card(&self, entry: &Value, values: &HostValues) -> Rendered {
        render(&self.card, entry, values)
    }

    /// The preview of an entry, of a response rendering template.
    pub fn preview(&self, entry: &Value, values: &HostValues) -> Option<Rendered> {
        let preview = self.preview.as_ref()?;
        Some(render(preview, entry, values))
    }

    /// Names of functions that neither the language nor the host has, of both templates.
    pub fn unknown_functions(&self) -> Vec<&str> {
        let templates = [Some(&self.card), self.preview.as_ref()];
        let mut names: Vec<&str> = templates
            .into_iter()
            .flatten()
            .flat_map(|template| template.unknown_functions().iter().map(String::as_str))
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// The cards of the first entries of an answer that was made up for a look at them, at most three.
/// An entry whose card can't be made is left out, as at an invoke.
pub fn sample_cards(template: &Value, answer: &Value) -> Vec<Value> {
    const CARDS: usize = 3;
    let part = |name: &str| template.get(name).unwrap_or(&Value::Null);
    let path = part("jsonPath").as_str();
    let Ok(rendering) = Rendering::of_response(
        part("responseCardTemplate"),
        part("previewCardTemplate"),
        path,
    ) else {
        return Vec::new();
    };
    let values = HostValues::default();
    let entries = rendering.entries(answer).unwrap_or_default();
    let cards = entries.into_iter().take(CARDS);
    cards
        .filter_map(|entry| rendering.card(entry, &values).card.ok())
        .collect()
}

fn render(template: &Template, entry: &Value, values: &HostValues) -> Rendered {
    let mut sink = Judge::new(Explainer::new(ValueSink::new()), &Images::Direct);
    let result = template.expand_to(entry, values, &mut sink);
    let (value, explained) = sink.into_inner().into_parts();
    Rendered {
        card: result.map(|()| value.into_value()),
        explained,
    }
}
