//! What the rules of cards look at: cards, their elements, texts with expressions.

use adaptive_expressions::{Expression, Functions, Names, ParseError, Part, UnknownFunctions};

use super::Context;
use crate::document::{Cursor, NodeValue};

/// A version of Adaptive Cards.
pub(super) type Version = (u32, u32);

/// Elements by the version that they came with. The last group is not of the published schema;
/// Teams draws these besides.
const ELEMENTS: &[(&str, Version)] = &[
    ("AdaptiveCard", (1, 0)),
    ("TextBlock", (1, 0)),
    ("Image", (1, 0)),
    ("ImageSet", (1, 0)),
    ("Container", (1, 0)),
    ("ColumnSet", (1, 0)),
    ("Column", (1, 0)),
    ("FactSet", (1, 0)),
    ("Fact", (1, 0)),
    ("Input.Text", (1, 0)),
    ("Input.Number", (1, 0)),
    ("Input.Date", (1, 0)),
    ("Input.Time", (1, 0)),
    ("Input.Toggle", (1, 0)),
    ("Input.ChoiceSet", (1, 0)),
    ("Input.Choice", (1, 0)),
    ("Media", (1, 1)),
    ("MediaSource", (1, 1)),
    ("CaptionSource", (1, 6)),
    ("RichTextBlock", (1, 2)),
    ("TextRun", (1, 2)),
    ("ActionSet", (1, 2)),
    ("BackgroundImage", (1, 2)),
    ("Refresh", (1, 4)),
    ("Authentication", (1, 4)),
    ("Table", (1, 5)),
    ("TableRow", (1, 5)),
    ("TableCell", (1, 5)),
    ("TableColumnDefinition", (1, 5)),
    ("Icon", (1, 5)),
    ("Badge", (1, 5)),
    ("CodeBlock", (1, 5)),
    ("Rating", (1, 5)),
    ("Input.Rating", (1, 5)),
    ("CompoundButton", (1, 5)),
    ("Carousel", (1, 5)),
    ("CarouselPage", (1, 5)),
    ("ProgressBar", (1, 5)),
    ("ProgressRing", (1, 5)),
    ("Component", (1, 5)),
    ("Chart.Donut", (1, 5)),
    ("Chart.Gauge", (1, 5)),
    ("Chart.Line", (1, 5)),
    ("Chart.Pie", (1, 5)),
    ("Chart.HorizontalBar", (1, 5)),
    ("Chart.HorizontalBar.Stacked", (1, 5)),
    ("Chart.VerticalBar", (1, 5)),
    ("Chart.VerticalBar.Grouped", (1, 5)),
];

const ACTIONS: &[(&str, Version)] = &[
    ("Action.OpenUrl", (1, 0)),
    ("Action.Submit", (1, 0)),
    ("Action.ShowCard", (1, 0)),
    ("Action.ToggleVisibility", (1, 2)),
    ("Action.Execute", (1, 4)),
];

/// Properties that hold elements, and those that hold actions.
const HOLD_ELEMENTS: [&str; 9] = [
    "body", "items", "columns", "rows", "cells", "images", "inlines", "card", "pages",
];
const HOLD_ACTIONS: [&str; 3] = ["actions", "selectAction", "inlineAction"];

/// What an object of a card is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Element,
    Action,
}

/// An element or action with a `type`.
#[derive(Debug)]
pub(super) struct Element<'a> {
    pub(super) kind: Kind,
    pub(super) object: Cursor<'a>,
    /// Where its `type` stands.
    pub(super) place: Cursor<'a>,
}

impl<'a> Element<'a> {
    /// Its `type`.
    pub(super) fn name(&self) -> &'a str {
        self.place.node.as_str().unwrap_or_default()
    }

    /// The version that it came with, if it is known.
    pub(super) fn since(&self) -> Option<Version> {
        let found = table(self.kind)
            .iter()
            .find(|(name, _)| *name == self.name());
        found.map(|(_, version)| *version)
    }
}

fn table(kind: Kind) -> &'static [(&'static str, Version)] {
    match kind {
        Kind::Element => ELEMENTS,
        Kind::Action => ACTIONS,
    }
}

/// A known name that is nearly this one.
pub(super) fn nearest(name: &str, kind: Kind) -> Option<&'static str> {
    let like = |known: &str| strsim::jaro_winkler(&known.to_lowercase(), &name.to_lowercase());
    table(kind)
        .iter()
        .map(|(known, _)| (like(known), *known))
        .filter(|(likeness, _)| *likeness > 0.85)
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .map(|(_, known)| known)
}

/// `1.5` as numbers.
pub(super) fn version(text: &str) -> Option<Version> {
    let (major, minor) = text.trim().split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

/// The cards of rendering templates, and those that plugins hold inline.
pub(super) fn cards<'a>(context: &Context<'a>) -> Vec<Cursor<'a>> {
    let templates = context.templates.iter();
    let cards = templates.filter_map(|template| template.cursor().present("responseCardTemplate"));
    let static_templates = context
        .plugins
        .iter()
        .flat_map(|plugin| super::plugin::functions(&plugin.root))
        .filter_map(|function| {
            let semantics = function
                .present("capabilities")?
                .present("response_semantics")?;
            semantics.present("static_template")
        })
        .filter(|card| card.get("file").is_none());
    cards
        .chain(static_templates)
        .filter(|card| matches!(card.node.value, NodeValue::Object(_)))
        .collect()
}

/// All elements and actions of a card that say their type, itself first.
pub(super) fn elements<'a>(card: &Cursor<'a>) -> Vec<Element<'a>> {
    let mut all = Vec::new();
    element(Kind::Element, card, &mut all);
    all
}

/// Recursion is bounded by the depth of the document.
fn element<'a>(kind: Kind, object: &Cursor<'a>, all: &mut Vec<Element<'a>>) {
    if let Some(place) = object
        .get("type")
        .filter(|place| place.node.as_str().is_some())
    {
        all.push(Element {
            kind,
            object: object.clone(),
            place,
        });
    }
    for (names, kind) in [
        (&HOLD_ELEMENTS[..], Kind::Element),
        (&HOLD_ACTIONS[..], Kind::Action),
    ] {
        for held in names.iter().filter_map(|name| object.present(name)) {
            match &held.node.value {
                NodeValue::Array(_) => held
                    .items()
                    .iter()
                    .for_each(|item| element(kind, item, all)),
                NodeValue::Object(_) => element(kind, &held, all),
                _ => {}
            }
        }
    }
    if let Some(fallback) = object.present("fallback") {
        element(kind, &fallback, all);
    }
}

/// Every text of the cards and previews.
pub(super) fn each_text<'a>(context: &Context<'a>, f: &mut impl FnMut(&Cursor<'a>, &'a str)) {
    for template in &context.templates {
        if let Some(preview) = template.cursor().present("previewCardTemplate") {
            texts(&preview, f);
        }
    }
    for card in cards(context) {
        texts(&card, f);
    }
}

/// Every text below a value. Recursion is bounded by the depth of the document.
pub(super) fn texts<'a>(at: &Cursor<'a>, f: &mut impl FnMut(&Cursor<'a>, &'a str)) {
    if let Some(text) = at.node.as_str() {
        f(at, text);
    }
    at.members().iter().for_each(|(_, member)| texts(member, f));
    at.items().iter().for_each(|item| texts(item, f));
}

/// A text with `${expressions}`, as templates read it.
pub(super) fn parse(text: &str) -> Result<Vec<Part>, ParseError> {
    if !text.contains("${") {
        return Ok(Vec::new());
    }
    let functions = Functions::new();
    let names = Names {
        functions: &functions,
        unknown: UnknownFunctions::Keep,
    };
    Expression::parse_interpolated(text, names)
}

/// The scheme of a literal URL, if it is none of these. What an expression makes is judged later.
pub(super) fn foreign_scheme(text: &str, allowed: &[&str]) -> Option<String> {
    let (scheme, _) = text.trim().split_once(':')?;
    if scheme.contains("${") || scheme.contains('/') {
        return None;
    }
    // Browsers drop tabs and line ends, and compare without case.
    let scheme: String = scheme
        .chars()
        .filter(|char| !char.is_whitespace() && !char.is_control())
        .flat_map(char::to_lowercase)
        .collect();
    (!allowed.contains(&scheme.as_str())).then_some(scheme)
}
