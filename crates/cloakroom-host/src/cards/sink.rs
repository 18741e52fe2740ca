//! The sink that judges: it sits between a template and the answer.

use adaptive_cards_templating::{Class, Evaluated, Fragment, Refusal, Scalar, Sink};

use super::urls::Images;

/// Types that data may name: what shows something, and the actions that stay in the browser. A
/// submit or sign-in button that data brings along is no part of the app (SEC-EGRESS-11).
const TYPES_FROM_DATA: [&str; 24] = [
    "AdaptiveCard",
    "TextBlock",
    "RichTextBlock",
    "TextRun",
    "Image",
    "ImageSet",
    "Media",
    "Container",
    "ColumnSet",
    "Column",
    "FactSet",
    "Fact",
    "ActionSet",
    "Table",
    "TableRow",
    "TableCell",
    "BackgroundImage",
    "Action.OpenUrl",
    "Action.ShowCard",
    "Action.ToggleVisibility",
    "Badge",
    "Icon",
    "Rating",
    "CompoundButton",
];
/// Properties by which a card makes its client call a bot or sign the user in.
const REFUSED_PROPERTIES: [&str; 2] = ["authentication", "refresh"];

/// Bytes of one text from data. All of a card have a limit too (`catalog::compile`).
const TEXT_BYTES: usize = 64 * 1024;
/// Characters of an id, of an input and of anything else.
const ID_CHARACTERS: usize = 128;

/// Whether clients may build patterns and selectors from it (SEC-PKG-11).
fn is_plain_id(id: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
    !id.is_empty() && id.chars().all(plain) && id.chars().count() <= ID_CHARACTERS
}

/// Judges what goes into the sink beneath it.
pub(crate) struct Judge<'a, S> {
    inner: S,
    images: &'a Images<'a>,
}

impl<'a, S: Sink> Judge<'a, S> {
    pub(crate) fn new(inner: S, images: &'a Images<'a>) -> Self {
        Self { inner, images }
    }

    pub(crate) fn into_inner(self) -> S {
        self.inner
    }
}

impl<S: Sink> Sink for Judge<'_, S> {
    fn begin_object(&mut self) -> Result<(), Refusal> {
        self.inner.begin_object()
    }

    fn key(&mut self, name: &str) -> Result<(), Refusal> {
        if REFUSED_PROPERTIES
            .iter()
            .any(|refused| name.eq_ignore_ascii_case(refused))
        {
            return Err(Refusal(format!(
                "the property {name} makes the client sign in or call elsewhere"
            )));
        }
        self.inner.key(name)
    }

    fn end_object(&mut self) -> Result<(), Refusal> {
        self.inner.end_object()
    }

    fn begin_array(&mut self) -> Result<(), Refusal> {
        self.inner.begin_array()
    }

    fn end_array(&mut self) -> Result<(), Refusal> {
        self.inner.end_array()
    }

    fn scalar(&mut self, class: Class, value: Scalar<'_>) -> Result<(), Refusal> {
        match (class, value) {
            (_, Scalar::Str(text)) if text.len() > TEXT_BYTES => Err(Refusal(format!(
                "a text of the card is longer than {TEXT_BYTES} bytes"
            ))),
            (Class::Url(kind), Scalar::Str(text)) => {
                let url = self
                    .images
                    .judge(kind, text)
                    .map_err(|why| Refusal(why.to_owned()))?;
                self.inner.scalar(class, Scalar::Str(&url))
            }
            (Class::InputId, Scalar::Str(id)) if !is_plain_id(id) => Err(Refusal(format!(
                "the id of an input is 1 to {ID_CHARACTERS} letters, digits, `_`, `-`, `.` or `:`"
            ))),
            (Class::Id, Scalar::Str(id)) if id.chars().count() > ID_CHARACTERS => Err(Refusal(
                format!("an id is at most {ID_CHARACTERS} characters"),
            )),
            (Class::Type, Scalar::Str(name)) if !TYPES_FROM_DATA.contains(&name) => Err(Refusal(
                "the API's answer brings an element of a type that data may not name".to_owned(),
            )),
            _ => self.inner.scalar(class, value),
        }
    }

    fn literal(&mut self, fragment: &Fragment) -> Result<(), Refusal> {
        // Of the template, and without URLs: written by the app's publisher, checked at install.
        self.inner.literal(fragment)
    }

    const EXPLAINS: bool = S::EXPLAINS;

    fn evaluated(&mut self, evaluated: Evaluated<'_, '_>) {
        self.inner.evaluated(evaluated);
    }
}
