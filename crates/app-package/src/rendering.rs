//! Response rendering templates: how an answer becomes cards. Not compiled here.

use serde::Serialize;
use serde_json::Value;

use crate::document::{Document, NodeValue};
use crate::problem::{Problem, Problems};

/// How results stand beside each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// One below the other.
    #[default]
    List,
    /// Tiles.
    Grid,
}

/// A response rendering template.
#[derive(Clone, Debug, PartialEq)]
pub struct RenderingTemplate {
    /// Its file in the package.
    pub file: String,
    /// Where in the answer the results stand, in Newtonsoft's dialect; absent: the root.
    pub json_path: Option<String>,
    /// How results stand beside each other.
    pub layout: Layout,
    /// `responseCardTemplate`: the Adaptive Card template of one result.
    pub card: Value,
    /// `previewCardTemplate`: the preview of one result.
    pub preview: Value,
}

const PROPERTIES: [&str; 6] = [
    "version",
    "$schema",
    "jsonPath",
    "responseLayout",
    "responseCardTemplate",
    "previewCardTemplate",
];

/// `None` where the template can't be used; the reasons are in `problems`.
pub(crate) fn read(document: &Document, problems: &mut Problems) -> Option<RenderingTemplate> {
    let root = document.cursor();
    for (key, place) in root.members() {
        if !PROPERTIES.contains(&key) {
            problems.push(
                Problem::at(
                    "template_property_unknown",
                    &place,
                    format!("A response rendering template has no property {key:?}."),
                    "Remove it; Teams refuses the template otherwise.",
                )
                .warning(),
            );
        }
    }
    let json_path = match root.present("jsonPath") {
        None => None,
        Some(place) => {
            let Some(path) = place.node.as_str() else {
                problems.push(Problem::at(
                    "json_path_not_text",
                    &place,
                    format!("jsonPath is {}, not a text.", place.node.kind()),
                    "Write the path as a text, or leave it out for the root.",
                ));
                return None;
            };
            Some(path.to_owned()).filter(|path| !path.trim().is_empty())
        }
    };
    let layout = match root.str("responseLayout") {
        Some("list") => Layout::List,
        Some("grid") => Layout::Grid,
        other => {
            let at = root
                .present("responseLayout")
                .unwrap_or_else(|| root.clone());
            let sentence = match other {
                Some(other) => format!("The responseLayout {other:?} is not known; list is used."),
                None => "The template has no responseLayout; list is used.".to_owned(),
            };
            let fix = "Write \"list\" or \"grid\".";
            problems.push(Problem::at("response_layout_unknown", &at, sentence, fix).warning());
            Layout::List
        }
    };
    let part = |key: &'static str, problems: &mut Problems| {
        let found = root
            .present(key)
            .filter(|part| matches!(part.node.value, NodeValue::Object(_)));
        if found.is_none() {
            let at = root.present(key).unwrap_or_else(|| root.clone());
            problems.push(Problem::at(
                "template_part_missing",
                &at,
                format!("The template has no object {key}."),
                format!("Add {key}."),
            ));
        }
        found
    };
    let card = part("responseCardTemplate", problems);
    let preview = part("previewCardTemplate", problems);
    let (card, preview) = (card?, preview?);
    if card.str("type") != Some("AdaptiveCard") {
        problems.push(
            Problem::at(
                "card_not_adaptive",
                &card,
                "The responseCardTemplate is not of type AdaptiveCard.",
                "Add \"type\": \"AdaptiveCard\".",
            )
            .warning(),
        );
    }
    if preview.str("title").is_none() {
        problems.push(Problem::at(
            "preview_title_missing",
            &preview,
            "The previewCardTemplate has no title.",
            "Add a title; it is what the user picks by.",
        ));
        return None;
    }
    Some(RenderingTemplate {
        file: document.file.clone(),
        json_path,
        layout,
        card: card.node.to_value(),
        preview: preview.node.to_value(),
    })
}
