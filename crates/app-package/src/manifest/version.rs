//! Manifest versions.

/// A manifest version that we know how to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// `1.N`, by its N.
    Minor(u32),
    /// `devPreview`.
    DevPreview,
}

impl Version {
    /// `None` for anything before 1.17, where API-based extensions begin, and for other majors.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.eq_ignore_ascii_case("devPreview") {
            return Some(Self::DevPreview);
        }
        let minor: u32 = text.strip_prefix("1.")?.parse().ok()?;
        (minor >= 17).then_some(Self::Minor(minor))
    }

    /// Whether the version's schema has `authType: oAuth2.0`.
    pub(super) fn has_oauth(self) -> bool {
        match self {
            Self::Minor(minor) => minor >= 26,
            Self::DevPreview => true,
        }
    }
}
