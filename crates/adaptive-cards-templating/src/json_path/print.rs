//! Printing: a text that compiles, in the path's own mode, to an equal path.

use std::fmt::{self, Display, Formatter, Write};

use serde_json::Value;

use super::query::{
    Comparable, Logical, Match, Operator, PatternSource, PatternText, Query, Segment, Selector,
    Side,
};

/// Segments behind the root.
pub(super) fn segments(segments: &[Segment], f: &mut Formatter<'_>) -> fmt::Result {
    segments.iter().try_for_each(|segment| segment.fmt(f))
}

impl Display for Segment {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let dots = if self.descendant { ".." } else { "" };
        match self.selectors.as_slice() {
            [Selector::Name(name)] if is_shorthand(name) => {
                write!(f, "{}{name}", if self.descendant { ".." } else { "." })
            }
            selectors => {
                write!(f, "{dots}[")?;
                joined(selectors, ", ", f)?;
                f.write_char(']')
            }
        }
    }
}

/// Section 2.5.1.1, `member-name-shorthand`.
fn is_shorthand(name: &str) -> bool {
    let first = |c: char| c.is_ascii_alphabetic() || c == '_' || !c.is_ascii();
    name.starts_with(first) && name.chars().all(|c| first(c) || c.is_ascii_digit())
}

fn joined<T: Display>(all: &[T], separator: &str, f: &mut Formatter<'_>) -> fmt::Result {
    for (i, one) in all.iter().enumerate() {
        if i > 0 {
            f.write_str(separator)?;
        }
        one.fmt(f)?;
    }
    Ok(())
}

impl Display for Selector {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => quoted(name, f),
            Self::Wildcard => f.write_char('*'),
            Self::Index(index) => index.fmt(f),
            Self::Slice { start, end, step } => {
                let bound = |bound: &Option<i64>| bound.map(|n| n.to_string()).unwrap_or_default();
                write!(f, "{}:{}:{step}", bound(start), bound(end))
            }
            Self::Filter(condition) => write!(f, "?{condition}"),
        }
    }
}

fn quoted(text: &str, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_char('\'')?;
    for c in text.chars() {
        match c {
            '\'' | '\\' => write!(f, "\\{c}")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            c if c < ' ' => write!(f, "\\u{:04x}", u32::from(c))?,
            c => f.write_char(c)?,
        }
    }
    f.write_char('\'')
}

impl Display for Logical {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Or(all) => operands(all, " || ", |one| matches!(one, Self::Or(_)), f),
            Self::And(all) => {
                let looser = |one: &Self| matches!(one, Self::Or(_) | Self::And(_));
                operands(all, " && ", looser, f)
            }
            Self::Not(inner) => match **inner {
                Self::Exists(_) => write!(f, "!{inner}"),
                Self::Match(ref matching) if !matching.is_json_net() => write!(f, "!{inner}"),
                _ => write!(f, "!({inner})"),
            },
            Self::Compare(left, operator, right) => write!(f, "{left} {operator} {right}"),
            Self::CompareAny(left, operator, right) => write!(f, "{left} {operator} {right}"),
            Self::Exists(query) => query.fmt(f),
            Self::Match(matching) => matching.fmt(f),
        }
    }
}

/// Conditions, in parentheses where they would be read as another tree.
fn operands(
    all: &[Logical],
    separator: &str,
    parentheses: impl Fn(&Logical) -> bool,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    for (i, one) in all.iter().enumerate() {
        if i > 0 {
            f.write_str(separator)?;
        }
        if parentheses(one) {
            write!(f, "({one})")?;
        } else {
            one.fmt(f)?;
        }
    }
    Ok(())
}

impl Display for Operator {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessEqual => "<=",
            Self::Greater => ">",
            Self::GreaterEqual => ">=",
        })
    }
}

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_char(if self.relative { '@' } else { '$' })?;
        segments(&self.segments, f)
    }
}

impl Display for Comparable {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(Value::String(text)) => quoted(text, f),
            Self::Literal(value) => value.fmt(f),
            Self::Singular(query) => query.fmt(f),
            Self::Length(of) => write!(f, "length({of})"),
            Self::Count(query) => write!(f, "count({query})"),
            Self::Value(query) => write!(f, "value({query})"),
        }
    }
}

impl Display for Side {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(one) => one.fmt(f),
            Self::Many(query) => query.fmt(f),
        }
    }
}

impl Match {
    fn is_json_net(&self) -> bool {
        matches!(
            self.pattern,
            PatternSource::Fixed(PatternText::JsonNet { .. }, _)
        )
    }
}

impl Display for Match {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let name = |whole: &bool| if *whole { "match" } else { "search" };
        let text = &self.text;
        match &self.pattern {
            PatternSource::Fixed(PatternText::IRegexp { source, whole }, _) => {
                write!(f, "{}({text}, ", name(whole))?;
                quoted(source, f)?;
                f.write_char(')')
            }
            PatternSource::Fixed(PatternText::JsonNet { source, options }, _) => {
                write!(f, "{text} =~ /")?;
                let mut chars = source.chars();
                while let Some(c) = chars.next() {
                    match c {
                        '/' => f.write_str("\\/")?,
                        '\\' => {
                            f.write_char(c)?;
                            chars
                                .next()
                                .map_or(Ok(()), |escaped| f.write_char(escaped))?;
                        }
                        c => f.write_char(c)?,
                    }
                }
                write!(f, "/{options}")
            }
            PatternSource::Computed { source, whole } => {
                write!(f, "{}({text}, {source})", name(whole))
            }
        }
    }
}
