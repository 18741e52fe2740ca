//! What kind of value a property of a card holds, as far as safety is concerned.

use std::collections::HashMap;

/// What a URL in a card is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UrlKind {
    /// Opened on a click (`Action.OpenUrl`).
    Link,
    /// Fetched and shown as an image.
    Image,
    /// Fetched and played.
    Media,
    /// Any other URL.
    Other,
}

/// The class of a value: what a [`crate::Sink`] has to know in order to judge it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Class {
    /// A URL, to be checked after expansion.
    Url(UrlKind),
    /// The id of an element or input.
    Id,
    /// The type of an element or action.
    Type,
    /// Text that clients render as Markdown.
    Markdown,
    /// Everything else.
    #[default]
    Plain,
}

/// Maps property names, optionally per type of the object they stand in, to classes.
///
/// The host gives it to [`crate::Template::compile`]; values that come from data are classed by
/// the same table, as if they had been written in the template (decision of the project: a
/// subtree from data must not be a way around the checks).
#[derive(Debug, Clone, Default)]
pub struct Classes {
    by_name: HashMap<String, Vec<(Option<String>, Class)>>,
}

impl Classes {
    /// A table without entries: everything is [`Class::Plain`].
    pub fn new() -> Self {
        Self::default()
    }

    /// Classes `property` in every object.
    #[must_use]
    pub fn with(mut self, property: &str, class: Class) -> Self {
        self.by_name
            .entry(property.to_owned())
            .or_default()
            .push((None, class));
        self
    }

    /// Classes `property` in objects whose `type` is `parent_type`; it wins over [`Self::with`].
    #[must_use]
    pub fn with_in(mut self, parent_type: &str, property: &str, class: Class) -> Self {
        self.by_name
            .entry(property.to_owned())
            .or_default()
            .push((Some(parent_type.to_owned()), class));
        self
    }

    /// The class of `property` in an object of type `parent_type`.
    ///
    /// The type may be unknown (an expression): then any entry for the property counts, so that an
    /// unknown type is never a way to a weaker class. Names are compared without ASCII case.
    pub fn class(&self, parent_type: ParentType<'_>, property: &str) -> Class {
        let Some(entries) = self.entries(property) else {
            return Class::Plain;
        };
        let general = entries
            .iter()
            .find(|(parent, _)| parent.is_none())
            .map(|(_, class)| *class);
        match parent_type {
            ParentType::Known(name) => entries
                .iter()
                .find(|(parent, _)| {
                    parent
                        .as_deref()
                        .is_some_and(|p| p.eq_ignore_ascii_case(name))
                })
                .map(|(_, class)| *class)
                .or(general),
            ParentType::None => general,
            ParentType::Unknown => general.or_else(|| entries.first().map(|(_, class)| *class)),
        }
        .unwrap_or_default()
    }

    fn entries(&self, property: &str) -> Option<&[(Option<String>, Class)]> {
        if self.by_name.is_empty() {
            return None;
        }
        if let Some(entries) = self.by_name.get(property) {
            return Some(entries);
        }
        if property.bytes().all(|b| b.is_ascii_lowercase()) {
            // An exact miss of a lower-case name can only be a hit for a mixed-case entry.
            return self.ignoring_case(property);
        }
        self.ignoring_case(property)
    }

    fn ignoring_case(&self, property: &str) -> Option<&[(Option<String>, Class)]> {
        self.by_name
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(property))
            .map(|(_, entries)| entries.as_slice())
    }
}

/// The `type` of the object that a property stands in.
#[derive(Debug, Clone, Copy)]
pub enum ParentType<'a> {
    /// The object has no `type`.
    None,
    /// A literal type.
    Known(&'a str),
    /// A type that only expanding will show.
    Unknown,
}
