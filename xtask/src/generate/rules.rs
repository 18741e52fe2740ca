//! `docs/rules.md`: the pages of all rules, from their comments.

use std::fmt::Write as _;

use anyhow::Result;
use app_package::{AppliesTo, Authority, Severity, rules};

use super::{Generated, Sources};

/// Letters of codes with what they are about, as `crates/app-package/src/rules/mod.rs` has them.
const GROUPS: &[(char, &str)] = &[
    ('F', "Files"),
    ('S', "What the published schemas say"),
    ('M', "The app manifest"),
    ('T', "Response rendering templates and cards"),
    ('O', "The OpenAPI description"),
    ('X', "Files against each other"),
    ('I', "Icons"),
    ('P', "Declarative agents and API plugins"),
    ('R', "The registration, and the store"),
];

// All generators have one signature; this one can't fail.
#[allow(clippy::unnecessary_wraps)]
pub(super) fn generate(_: &Sources<'_>) -> Result<Option<Vec<Generated>>> {
    let all = rules();
    let mut text = String::from(
        "# Rules\n\n\
         What `cloakroom validate` judges by. Made from the rules' own comments by `cargo run -p xtask -- generate rules`; don't edit. `cloakroom explain CODE` prints one of them.\n\n\
         *Says so* is who has the rule: **schema**, the published JSON schema of the version; **documentation**, the public documentation or the parser of the vendor's tools; **ours**, Cloakroom. The rules of the last two go beyond the schemas: a file may be refused by them that its schema accepts. The schemas call themselves draft 4 or 6, and are read as draft 7, so that their `const`, `propertyNames` and `if` mean what they say.\n",
    );
    for (letter, title) in GROUPS {
        let _ = write!(
            text,
            "\n## {title}\n\n| code | name | severity | concerns | says so |\n| --- | --- | --- | --- | --- |\n"
        );
        let group = all.iter().filter(|rule| rule.code.starts_with(*letter));
        for rule in group.clone() {
            let _ = writeln!(
                text,
                "| [{0}](#{1}-{2}) | `{2}` | {3} | {4} | {5} |",
                rule.code,
                rule.code.to_lowercase(),
                rule.name,
                severity(rule.severity),
                concerns(rule.applies_to),
                authority(rule.authority),
            );
        }
        for rule in group {
            // Its headings go below ours.
            let page = rule.page().replace("\n## ", "\n#### ");
            let _ = write!(
                text,
                "\n### {} {}\n\n{page}\n\n#### Mend\n\n{}\n",
                rule.code, rule.name, rule.mend
            );
        }
    }
    Ok(Some(vec![Generated {
        path: "docs/rules.md",
        text,
    }]))
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn concerns(applies_to: AppliesTo) -> &'static str {
    match applies_to {
        AppliesTo::MessageExtension => "message extension",
        AppliesTo::Plugin => "plugin",
        AppliesTo::Both => "both",
    }
}

fn authority(authority: Authority) -> &'static str {
    match authority {
        Authority::Schema => "schema",
        Authority::Documentation => "documentation",
        Authority::Ours => "ours",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_rule_stands_on_the_page_and_the_page_is_what_is_committed() {
        let root = crate::root().unwrap();
        let sources = Sources {
            root: &root,
            shared: None,
        };
        let made = generate(&sources).unwrap().unwrap();
        for rule in rules() {
            let heading = format!("### {} {}\n", rule.code, rule.name);
            assert_eq!(made[0].text.matches(&heading).count(), 1, "{heading}");
        }
        let committed = std::fs::read_to_string(root.join(made[0].path)).unwrap();
        assert_eq!(
            made[0].text, committed,
            "run `cargo run -p xtask -- generate rules`"
        );
    }
}
