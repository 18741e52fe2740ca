//! The compiled form of a path.

use serde_json::Value;

use super::regexp::Pattern;

#[derive(Debug, Clone)]
pub(super) struct Segment {
    /// `..`
    pub(super) descendant: bool,
    pub(super) selectors: Vec<Selector>,
}

#[derive(Debug, Clone)]
pub(super) enum Selector {
    Name(String),
    Wildcard,
    Index(i64),
    Slice {
        start: Option<i64>,
        end: Option<i64>,
        step: i64,
    },
    Filter(Logical),
}

#[derive(Debug, Clone)]
pub(super) enum Logical {
    Or(Vec<Logical>),
    And(Vec<Logical>),
    Not(Box<Logical>),
    Compare(Comparable, Operator, Comparable),
    Exists(Query),
    Match(Box<Match>),
}

/// A query inside a filter.
#[derive(Debug, Clone)]
pub(super) struct Query {
    /// From `@` rather than `$`.
    pub(super) relative: bool,
    pub(super) segments: Vec<Segment>,
}

impl Query {
    /// Whether it selects at most one node (RFC 9535, section 2.3.5.1).
    pub(super) fn is_singular(&self) -> bool {
        self.segments.iter().all(|segment| {
            !segment.descendant
                && matches!(
                    segment.selectors.as_slice(),
                    [Selector::Name(_) | Selector::Index(_)]
                )
        })
    }
}

#[derive(Debug, Clone)]
pub(super) enum Comparable {
    Literal(Value),
    Singular(Query),
    Length(Box<Comparable>),
    Count(Query),
    Value(Query),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
}

/// `match` and `search`.
#[derive(Debug, Clone)]
pub(super) struct Match {
    pub(super) text: Comparable,
    pub(super) pattern: PatternSource,
    /// The whole text (`match`) or a part (`search`).
    pub(super) whole: bool,
}

#[derive(Debug, Clone)]
pub(super) enum PatternSource {
    /// `None` when the literal is no pattern: nothing matches then.
    Fixed(Option<Pattern>),
    Computed(Comparable),
}
