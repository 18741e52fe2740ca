//! Signs and groups of numbers, by culture.

#[cfg(feature = "culture")]
mod cldr;

/// Which cultures number formats know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cultures {
    /// Those of npm `adaptive-expressions`, with its signs, and beyond them those of CLDR (without
    /// the feature `culture` the same as [`Self::Peer`]).
    #[default]
    All,
    /// Those of npm `adaptive-expressions`; in any other the signs are those of English.
    Peer,
}

/// Signs and groups of a culture.
#[derive(Debug, Clone, Copy)]
pub(super) struct Culture {
    pub(super) decimal: char,
    pub(super) group: char,
    /// Digits of the first group and of the others.
    pub(super) sizes: (usize, usize),
    /// Digits there must be before the first group for there to be groups.
    pub(super) least: usize,
    /// The digit zero.
    pub(super) zero: char,
}

const ENGLISH: Culture = Culture {
    decimal: '.',
    group: ',',
    sizes: (3, 3),
    least: 1,
    zero: '0',
};

impl Culture {
    /// The culture of a locale; English when it is unknown.
    pub(super) fn of(locale: &str, cultures: Cultures) -> Self {
        match (peer(locale), cultures) {
            (Some(culture), _) => culture,
            (None, Cultures::Peer) => ENGLISH,
            (None, Cultures::All) => beyond(locale).unwrap_or(ENGLISH),
        }
    }
}

/// The cultures that the peer knows.
fn peer(locale: &str) -> Option<Culture> {
    Some(match locale {
        "ar-001" | "ar-AE" | "ar-BH" | "ar-DJ" | "ar-EG" | "ar-ER" | "ar-IL" | "ar-IQ"
        | "ar-JO" | "ar-KM" | "ar-KW" | "ar-LB" | "ar-MR" | "ar-OM" | "ar-PS" | "ar-QA"
        | "ar-SA" | "ar-SD" | "ar-SO" | "ar-SS" | "ar-SY" | "ar-TD" | "ar-YE" => Culture {
            decimal: '٫',
            group: '٬',
            zero: '٠',
            ..ENGLISH
        },
        "ar-DZ" | "ar-LY" | "ar-MA" | "ar-TN" | "ca-ES" | "de-DE" | "es-BO" | "es-ES" | "it-IT"
        | "mk-MK" | "nl-NL" | "pl-PL" | "pt-BR" => Culture {
            decimal: ',',
            group: '.',
            ..ENGLISH
        },
        "cs-CZ" | "fi-FI" | "fr-CA" | "fr-FR" | "hu-HU" | "ru-RU" | "sv-SE" | "uk-UA" => Culture {
            decimal: ',',
            group: '\u{a0}',
            ..ENGLISH
        },
        "de-CH" => Culture {
            decimal: ',',
            group: '\'',
            ..ENGLISH
        },
        "en-IN" => Culture {
            sizes: (3, 2),
            ..ENGLISH
        },
        "ar-EH" | "en-CA" | "en-GB" | "en-IE" | "en-US" | "es-MX" | "he-IL" | "ja-JP" | "ko-KR"
        | "zh-CN" => ENGLISH,
        _ => return None,
    })
}

/// There is no table of CLDR in this build.
#[cfg(not(feature = "culture"))]
fn beyond(_: &str) -> Option<Culture> {
    None
}

/// The culture of a locale in CLDR, or of the nearest one that is the same with fewer subtags.
#[cfg(feature = "culture")]
fn beyond(locale: &str) -> Option<Culture> {
    let lower = locale.to_ascii_lowercase();
    let mut name = lower.as_str();
    loop {
        if let Ok(i) = cldr::LOCALES.binary_search_by_key(&name, |(known, _)| known) {
            return cldr::CULTURES.get(usize::from(cldr::LOCALES[i].1)).copied();
        }
        name = name.rsplit_once('-')?.0;
    }
}

#[cfg(all(test, feature = "culture"))]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_whole() {
        assert!(cldr::LOCALES.is_sorted_by(|(a, _), (b, _)| a < b));
        let places = cldr::LOCALES.iter().map(|(_, place)| usize::from(*place));
        assert!(places.into_iter().all(|place| place < cldr::CULTURES.len()));
    }

    #[test]
    fn a_locale_beyond_the_peer_is_that_of_cldr() {
        let signs = |locale| {
            let culture = Culture::of(locale, Cultures::All);
            (culture.decimal, culture.group, culture.zero)
        };
        assert_eq!(signs("tr-TR"), (',', '.', '0'));
        assert_eq!(signs("de"), (',', '.', '0'));
        assert_eq!(signs("fa-IR"), ('٫', '٬', '۰'));
        assert_eq!(signs("xx-XX"), ('.', ',', '0'));
        assert_eq!(signs("de-CH"), (',', '\'', '0'), "the peer's");
    }
}
