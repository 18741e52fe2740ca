//! Text that is borrowed from data or the expression, or shared when made.

use std::ops::Deref;
use std::rc::Rc;

/// Text of a value. Cloning never copies it.
#[derive(Debug, Clone)]
pub enum Text<'a> {
    /// Of the data or the expression.
    Borrowed(&'a str),
    /// Made by a function.
    Shared(Rc<str>),
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Borrowed(s) => s,
            Self::Shared(s) => s,
        }
    }
}

impl From<String> for Text<'_> {
    fn from(s: String) -> Self {
        Self::Shared(s.into())
    }
}

impl PartialEq for Text<'_> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Text<'_> {}
