//! The findings as a page for people.

use super::{FindingCode, Severity};

/// All findings in Markdown, as `docs/doctor.md` has them.
pub fn findings_page() -> String {
    let mut page = String::new();
    for code in FindingCode::ALL {
        let severity = match code.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        page.push_str(&format!(
            "### `{}`\n\n**{}.** ({severity})\n\n{}\n\n*What to do:* {}\n\n",
            code.as_str(),
            code.title(),
            code.means(),
            code.fix()
        ));
    }
    page
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_page_of_the_documentation_has_every_finding_as_the_code_has_it() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/doctor.md");
        let written = std::fs::read_to_string(path).unwrap();
        let (_, findings) = written.split_once("## The findings\n\n").unwrap();
        assert!(
            findings == findings_page(),
            "make it anew: cargo run -p cloakroom-broker --example findings >> docs/doctor.md, \
             beneath \"## The findings\""
        );
    }

    #[test]
    fn each_finding_says_what_it_means_and_what_to_do_under_a_code_of_its_own() {
        let codes: BTreeSet<_> = FindingCode::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(codes.len(), FindingCode::ALL.len());
        for code in FindingCode::ALL {
            let plain = |c: char| c.is_ascii_lowercase() || c == '_';
            assert!(code.as_str().chars().all(plain), "{code:?}");
            assert!(!code.title().ends_with('.'), "{code:?}");
            for text in [code.means(), code.fix()] {
                assert!(text.ends_with('.') && text.len() > 10, "{code:?}: {text}");
            }
            let json = serde_json::to_value(code).unwrap();
            assert_eq!(json, code.as_str());
        }
    }
}
