//! The list of requirements.

use anyhow::{Context, Result};

const LIST: &str = include_str!("requirements.txt");

/// One requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Requirement {
    pub(crate) id: String,
    pub(crate) weight: char,
    pub(crate) text: String,
}

/// All of them, in their order.
pub(crate) fn all() -> Result<Vec<Requirement>> {
    LIST.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| {
            let mut parts = line.splitn(3, '|').map(str::trim);
            let mut next = || {
                parts
                    .next()
                    .with_context(|| format!("incomplete line: {line}"))
            };
            Ok(Requirement {
                id: next()?.to_owned(),
                weight: next()?
                    .chars()
                    .next()
                    .with_context(|| format!("no weight: {line}"))?,
                text: next()?.to_owned(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_an_id_a_weight_and_a_text_and_no_id_stands_twice() {
        let all = all().unwrap();
        assert!(all.len() > 80);
        for (i, requirement) in all.iter().enumerate() {
            assert!(requirement.id.starts_with("SEC-"), "{requirement:?}");
            assert!(matches!(requirement.weight, 'A'..='C'), "{requirement:?}");
            assert!(
                !all[..i].iter().any(|other| other.id == requirement.id),
                "{requirement:?}"
            );
        }
    }
}
