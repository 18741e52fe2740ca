//! The repairs: each user has his own.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::introspection::Token;

/// A repair, as the OpenAPI description has it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Repair {
    /// The repair's number.
    pub id: String,
    /// What is to be repaired.
    pub title: String,
    /// What the customer reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The technician.
    pub assigned_to: String,
    /// When it is planned, ISO 8601.
    pub date: String,
    /// A picture of the part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
}

/// What a search asks for; all that is given must hold.
#[derive(Clone, Default, Debug)]
pub(crate) struct Search {
    /// Words, each in title or description.
    pub(crate) text: String,
    /// Part of the technician's name.
    pub(crate) assigned_to: String,
    /// Planned on this day or later, `YYYY-MM-DD`.
    pub(crate) since: Option<String>,
}

impl Search {
    fn finds(&self, repair: &Repair) -> bool {
        let text = format!(
            "{} {}",
            repair.title,
            repair.description.as_deref().unwrap_or_default()
        )
        .to_lowercase();
        self.text
            .to_lowercase()
            .split_whitespace()
            .all(|word| text.contains(word))
            && repair
                .assigned_to
                .to_lowercase()
                .contains(&self.assigned_to.trim().to_lowercase())
            && self
                .since
                .as_deref()
                .is_none_or(|since| repair.date.as_str() >= since)
    }
}

/// All repairs, by user; within a user the newest first.
pub(crate) struct Repairs {
    origin: String,
    of: HashMap<String, Vec<Repair>>,
    last: u32,
}

type Row = (
    u32,
    &'static str,
    Option<&'static str>,
    &'static str,
    &'static str,
    Option<&'static str>,
);

const KARIN: &[Row] = &[
    (
        1048,
        "Oil change",
        Some("Due at 60,000 km; the customer waits."),
        "Karin Blair",
        "2026-11-30T09:00:00Z",
        Some("oil"),
    ),
    (
        1047,
        "Front brake pads",
        Some("Squeal when braking from low speed."),
        "Karin Blair",
        "2026-11-28T13:30:00Z",
        Some("brake"),
    ),
    (
        1045,
        "Battery check",
        Some("Starts badly on cold mornings."),
        "Isaac Fielder",
        "2026-11-27T08:15:00Z",
        Some("battery"),
    ),
    (
        1044,
        "Winter tyres",
        None,
        "Karin Blair",
        "2026-11-26T15:00:00Z",
        Some("wheel"),
    ),
    (
        1042,
        "Timing belt",
        Some("Planned at 120,000 km, with the water pump."),
        "Isaac Fielder",
        "2026-11-24T10:00:00Z",
        Some("gear"),
    ),
    (
        1039,
        "Left headlight",
        Some("Bulb and seal; water inside."),
        "Karin Blair",
        "2026-11-20T11:45:00Z",
        Some("lamp"),
    ),
    (
        1031,
        "Annual inspection",
        Some("Emissions were close to the limit last year."),
        "Karin Blair",
        "2026-11-12T09:30:00Z",
        None,
    ),
];

const ALEX: &[Row] = &[
    (
        2017,
        "Clutch",
        Some("Slips uphill under load."),
        "Alex Wilber",
        "2026-12-02T08:00:00Z",
        Some("gear"),
    ),
    (
        2015,
        "Coolant leak",
        Some("Loses half a litre a week; no visible drip."),
        "Alex Wilber",
        "2026-11-29T14:00:00Z",
        Some("oil"),
    ),
    (
        2012,
        "Wheel alignment",
        Some("Pulls to the right after a kerb."),
        "Karin Blair",
        "2026-11-25T16:20:00Z",
        Some("wheel"),
    ),
    (
        2009,
        "Alternator",
        Some("Warning light comes on at idle."),
        "Alex Wilber",
        "2026-11-21T10:10:00Z",
        Some("battery"),
    ),
];

/// For users of other authorization servers, whom the sample does not know by name.
const ANYBODY: &[Row] = &[
    (
        3003,
        "Rear brake discs",
        Some("Pulse in the pedal."),
        "Karin Blair",
        "2026-11-30T10:00:00Z",
        Some("brake"),
    ),
    (
        3002,
        "Oil change",
        None,
        "Alex Wilber",
        "2026-11-29T09:00:00Z",
        Some("oil"),
    ),
    (
        3001,
        "Tyre pressure sensor",
        Some("Rear left does not answer."),
        "Isaac Fielder",
        "2026-11-27T12:00:00Z",
        Some("wheel"),
    ),
];

impl Repairs {
    pub(crate) fn new(origin: &str) -> Self {
        let of = [("karin", KARIN), ("alex", ALEX)]
            .map(|(user, rows)| (user.to_owned(), repairs(rows, origin)))
            .into();
        Self {
            origin: origin.to_owned(),
            of,
            last: 4000,
        }
    }

    /// The caller's repairs: by subject, else by name, else those for anybody.
    fn mine(&mut self, token: &Token) -> &mut Vec<Repair> {
        let named = token
            .username
            .clone()
            .filter(|name| self.of.contains_key(name));
        let key = match named {
            Some(name) if !self.of.contains_key(&token.subject) => name,
            _ => token.subject.clone(),
        };
        self.of
            .entry(key)
            .or_insert_with(|| repairs(ANYBODY, &self.origin))
    }

    pub(crate) fn search(&mut self, token: &Token, search: &Search) -> Vec<Repair> {
        let mut found = self.mine(token).clone();
        found.retain(|repair| search.finds(repair));
        found
    }

    pub(crate) fn one(&mut self, token: &Token, id: &str) -> Option<Repair> {
        self.mine(token)
            .iter()
            .find(|repair| repair.id == id)
            .cloned()
    }

    pub(crate) fn create(
        &mut self,
        token: &Token,
        title: String,
        description: Option<String>,
        assigned_to: String,
    ) -> Repair {
        self.last += 1;
        let repair = Repair {
            id: self.last.to_string(),
            title,
            description,
            assigned_to,
            date: "2026-12-07T09:00:00Z".to_owned(),
            image: Some(image(&self.origin, "gear")),
        };
        self.mine(token).insert(0, repair.clone());
        repair
    }
}

fn image(origin: &str, name: &str) -> String {
    format!("{origin}/images/{name}.png")
}

fn repairs(rows: &[Row], origin: &str) -> Vec<Repair> {
    rows.iter()
        .map(
            |&(id, title, description, assigned_to, date, picture)| Repair {
                id: id.to_string(),
                title: title.to_owned(),
                description: description.map(str::to_owned),
                assigned_to: assigned_to.to_owned(),
                date: date.to_owned(),
                image: picture.map(|name| image(origin, name)),
            },
        )
        .collect()
}
