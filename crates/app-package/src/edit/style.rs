//! How a text lays out its objects, so that what is added looks like what is there.

use crate::document::{Cursor, NodeValue};
use crate::fix::{Edit, insertion, literal};

/// The layout of an object's members, taken from one of them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Style {
    /// From the end of what stands before to the member's name: blanks, or a line end and blanks.
    before: String,
    /// From the name to the value.
    colon: String,
    /// What one level more is indented by; empty where members stand on one line.
    step: String,
}

impl Style {
    /// The layout of a member of an object; `None` where the object has no such member.
    pub(super) fn of(object: &Cursor<'_>, name: &str) -> Option<Self> {
        let NodeValue::Object(members) = &object.node.value else {
            return None;
        };
        let member = members.get(name)?;
        let text = object.document.text();
        let blank = |end: usize| {
            let before = text.get(..end).unwrap_or_default();
            let kept = before.trim_end_matches([' ', '\t', '\r', '\n']).len();
            last_line(before.get(kept..).unwrap_or_default()).to_owned()
        };
        let before = blank(member.key.start);
        let closing = blank(object.node.span.end.saturating_sub(1));
        let step = match before.strip_prefix(closing.as_str()) {
            _ if !before.contains('\n') => "",
            Some(step) if closing.contains('\n') && !step.is_empty() => step,
            _ if before.contains('\t') => "\t",
            _ => "  ",
        };
        Some(Self {
            step: step.to_owned(),
            before,
            colon: text
                .get(member.key.end..member.value.span.start)
                .unwrap_or(": ")
                .to_owned(),
        })
    }

    /// The layout of the members of an object that is a member laid out so.
    pub(super) fn deeper(&self) -> Self {
        Self {
            before: format!("{}{}", self.before, self.step),
            colon: self.colon.clone(),
            step: self.step.clone(),
        }
    }

    /// An object of the members, `self` being the layout of the member whose value it becomes.
    pub(super) fn object(&self, members: &[(&str, String)]) -> String {
        let inner = self.deeper();
        let members: Vec<String> = members
            .iter()
            .map(|(name, json)| inner.member(name, json))
            .collect();
        format!("{{{}{}}}", members.join(","), self.before)
    }

    fn member(&self, name: &str, json: &str) -> String {
        format!("{}{}{}{json}", self.before, literal(name), self.colon)
    }

    /// Adds a member right after another of the same object.
    pub(super) fn insert_after(
        &self,
        object: &Cursor<'_>,
        after: &str,
        name: &str,
        json: &str,
    ) -> Option<Edit> {
        let at = object.node.get(after)?.span.end;
        Some(insertion(
            object,
            at,
            format!(",{}", self.member(name, json)),
        ))
    }
}

/// Blank lines between members are not repeated.
fn last_line(blanks: &str) -> &str {
    match blanks.rfind('\n') {
        Some(at)
            if blanks
                .get(..at)
                .is_some_and(|before| before.ends_with('\r')) =>
        {
            blanks.get(at - 1..).unwrap_or(blanks)
        }
        Some(at) => blanks.get(at..).unwrap_or(blanks),
        None => blanks,
    }
}
