//! What a rule is.

use serde::Serialize;

use super::Context;
use crate::diagnostic::Diagnostics;
use crate::fix::Edit;
use crate::{Problem, Severity};

/// Whom a rule concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AppliesTo {
    /// API-based message extensions.
    MessageExtension,
    /// Copilot API plugins.
    Plugin,
    /// Both.
    Both,
}

/// Who says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Authority {
    /// The published JSON schema.
    Schema,
    /// The public documentation, or the parser of the vendor's own tools.
    Documentation,
    /// Cloakroom: what could not work, or not safely, though nobody forbids it.
    Ours,
}

/// How a problem of reading becomes a finding of a rule.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reads {
    /// Codes of [`Problem`].
    pub(crate) codes: &'static [&'static str],
    /// The mechanical fix, if there is one.
    pub(crate) repair: Option<fn(&Context<'_>, &Problem) -> Vec<Edit>>,
}

/// A rule of the validator.
#[derive(Debug)]
pub struct Rule {
    /// A letter for the kind of file, and a number; never given to another rule.
    pub code: &'static str,
    /// Names the offence, so that "allow NAME" reads well.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Whom it concerns.
    pub applies_to: AppliesTo,
    /// Who says so.
    pub authority: Authority,
    /// How to mend it, one sentence.
    pub mend: &'static str,
    pub(super) doc: &'static str,
    pub(crate) check: Option<fn(&Context<'_>, &mut Diagnostics)>,
    pub(crate) reads: Reads,
}

impl Rule {
    /// What is wrong, one sentence: the first paragraph of the page.
    pub fn what(&self) -> String {
        let lines = self.doc.lines().map(str::trim);
        let first: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
        first.join(" ")
    }

    /// The page in Markdown, without a heading.
    pub fn page(&self) -> String {
        let lines = self.doc.lines();
        let page: Vec<&str> = lines
            .map(|line| line.strip_prefix(' ').unwrap_or(line))
            .collect();
        page.join("\n").trim().to_owned()
    }
}

/// Declares the rule of a file: its page, code, name, severity, whom it concerns, who says so, how
/// to mend it, and how it is found.
macro_rules! rule {
    (
        $(#[doc = $doc:literal])+
        $code:literal $name:literal $severity:ident $applies:ident $authority:ident
        mend $mend:literal
        $(check $check:path)?
        $(; reads [$($reads:literal),+ $(,)?])?
        $(; repair $repair:path)?
    ) => {
        $(#[doc = $doc])+
        pub(crate) static RULE: $crate::rules::Rule = $crate::rules::Rule {
            code: $code,
            name: $name,
            severity: $crate::Severity::$severity,
            applies_to: $crate::rules::AppliesTo::$applies,
            authority: $crate::rules::Authority::$authority,
            mend: $mend,
            doc: concat!($($doc, "\n"),+),
            check: rule!(@option $($check)?),
            reads: $crate::rules::Reads {
                codes: &[$($($reads),+)?],
                repair: rule!(@option $($repair)?),
            },
        };
    };
    (@option) => { None };
    (@option $value:path) => { Some($value) };
}
