//! The compiled form of a path: the grammar of RFC 9535 as types.

use serde_json::Value;

use super::pattern::Pattern;

/// Section 2.5: applies its selectors to each node it is given.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Segment {
    /// To the node and all below it (`..`), rather than to the node alone.
    pub(super) descendant: bool,
    pub(super) selectors: Vec<Selector>,
}

/// Section 2.3: selects children of a node.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Selector {
    Name(String),
    Wildcard,
    /// From the end when negative.
    Index(i64),
    Slice {
        start: Option<i64>,
        end: Option<i64>,
        step: i64,
    },
    Filter(Logical),
}

/// A condition on a node. Its nesting is limited by the parser.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Logical {
    Or(Vec<Logical>),
    And(Vec<Logical>),
    Not(Box<Logical>),
    /// RFC 9535: both sides are a value or nothing, and nothing equals nothing.
    Compare(Comparable, Operator, Comparable),
    /// Json.NET: whether any value of the left compares so with any of the right.
    CompareAny(Side, Operator, Side),
    Exists(Query),
    Match(Box<Match>),
}

/// A query inside a filter.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Query {
    /// From `@`, the node being tested, rather than from `$`.
    pub(super) relative: bool,
    pub(super) segments: Vec<Segment>,
}

impl Query {
    /// Whether it selects at most one node (section 2.3.5.1, `singular-query`).
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

/// What gives one value or nothing (`ValueType`, section 2.4.1).
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Comparable {
    Literal(Value),
    /// A query for at most one node.
    Singular(Query),
    Length(Box<Comparable>),
    Count(Query),
    /// The function `value`: the value of the only node.
    Value(Query),
}

/// A side of a comparison as in Json.NET.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Side {
    One(Comparable),
    Many(Query),
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

/// `match`, `search` and Json.NET's `=~`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Match {
    pub(super) text: Comparable,
    pub(super) pattern: PatternSource,
}

/// Where a pattern comes from.
#[derive(Debug, Clone)]
pub(super) enum PatternSource {
    /// A literal. `None` when it is no pattern: nothing matches then (section 2.4.6).
    Fixed(PatternText, Option<Pattern>),
    /// The document, at each selection.
    Computed {
        source: Comparable,
        /// The whole text has to match (`match`), or a part (`search`).
        whole: bool,
    },
}

/// The text of a literal pattern, which says all about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PatternText {
    /// RFC 9485, for the functions `match` (the whole text) and `search`.
    IRegexp { source: String, whole: bool },
    /// Behind `=~`.
    JsonNet { source: String, options: String },
}

impl PartialEq for PatternSource {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Fixed(a, _), Self::Fixed(b, _)) => a == b,
            (
                Self::Computed { source, whole },
                Self::Computed {
                    source: other_source,
                    whole: other_whole,
                },
            ) => source == other_source && whole == other_whole,
            _ => false,
        }
    }
}
