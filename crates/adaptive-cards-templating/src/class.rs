//! What kind of value a property of a card holds, as far as safety is concerned.

use std::cmp::Ordering;
use std::sync::Arc;

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
    /// The id of an element or action.
    Id,
    /// The id of an input, by which its value is sent.
    InputId,
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
    /// Sorted by name, without ASCII case. Shared, because every template keeps its table.
    by_name: Arc<Vec<Property>>,
}

/// The classes of a property: by type of the object it stands in, or of all others.
#[derive(Debug, Clone)]
struct Property {
    name: String,
    entries: Vec<(Option<String>, Class)>,
}

impl Classes {
    /// A table without entries: everything is [`Class::Plain`].
    pub fn new() -> Self {
        Self::default()
    }

    /// Classes `property` in every object.
    #[must_use]
    pub fn with(self, property: &str, class: Class) -> Self {
        self.add(property, None, class)
    }

    /// Classes `property` in objects whose `type` is `parent_type`; it wins over [`Self::with`].
    #[must_use]
    pub fn with_in(self, parent_type: &str, property: &str, class: Class) -> Self {
        self.add(property, Some(parent_type.to_owned()), class)
    }

    fn add(mut self, property: &str, parent_type: Option<String>, class: Class) -> Self {
        let all = Arc::make_mut(&mut self.by_name);
        let at = match all.binary_search_by(|known| order(&known.name, property)) {
            Ok(at) => at,
            Err(at) => {
                let name = property.to_owned();
                let entries = Vec::new();
                all.insert(at, Property { name, entries });
                at
            }
        };
        all[at].entries.push((parent_type, class));
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

    /// As [`Self::class`], for an object that itself stands at a property of class `around`: what
    /// would be a URL of no known kind in an object without a type is one of the kind that the
    /// object's place says (the `url` of a `backgroundImage` is an image's).
    pub fn class_within(
        &self,
        around: Class,
        parent_type: ParentType<'_>,
        property: &str,
    ) -> Class {
        match (self.class(parent_type, property), around, parent_type) {
            (Class::Url(UrlKind::Other), Class::Url(_), ParentType::None) => around,
            (class, ..) => class,
        }
    }

    fn entries(&self, property: &str) -> Option<&[(Option<String>, Class)]> {
        let search = |known: &Property| order(&known.name, property);
        let at = self.by_name.binary_search_by(search).ok()?;
        self.by_name.get(at).map(|found| found.entries.as_slice())
    }
}

/// The order of two names without ASCII case.
fn order(a: &str, b: &str) -> Ordering {
    a.bytes()
        .map(|b| b.to_ascii_lowercase())
        .cmp(b.bytes().map(|b| b.to_ascii_lowercase()))
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
