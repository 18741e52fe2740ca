//! Functions that a build without one of the crate's features lacks.

/// A feature, and the functions that exist only with it.
type Feature = (&'static str, &'static [&'static str]);

const FEATURES: &[Feature] = &[
    (
        "time",
        &[
            "addDays",
            "addHours",
            "addMinutes",
            "addSeconds",
            "addToTime",
            "subtractFromTime",
            "getFutureTime",
            "getPastTime",
            "utcNow",
            "formatDateTime",
            "formatEpoch",
            "formatTicks",
            "convertFromUTC",
            "convertToUTC",
            "startOfDay",
            "startOfHour",
            "startOfMonth",
            "dayOfMonth",
            "dayOfWeek",
            "dayOfYear",
            "month",
            "year",
            "date",
            "getTimeOfDay",
            "ticks",
            "ticksToDays",
            "ticksToHours",
            "ticksToMinutes",
            "dateTimeDiff",
            "isDateTime",
            "isDefinite",
            "isDate",
            "isTime",
            "isDuration",
            "isDateRange",
            "isTimeRange",
            "isPresent",
            "resolve",
            "getNextViableDate",
            "getPreviousViableDate",
            "getNextViableTime",
            "getPreviousViableTime",
            "dateReadBack",
        ],
    ),
    ("regex", &["isMatch", "replaceIgnoreCase"]),
    ("xpath", &["xPath", "xml"]),
    (
        "uri",
        &[
            "uriComponent",
            "uriComponentToString",
            "uriHost",
            "uriPath",
            "uriPathAndQuery",
            "uriPort",
            "uriQuery",
            "uriScheme",
        ],
    ),
];

/// The feature that a function needs; `None` for a function that needs none, and for what is no
/// function.
pub(crate) fn feature_of(name: &str) -> Option<&'static str> {
    FEATURES
        .iter()
        .find(|(_, names)| names.contains(&name))
        .map(|(feature, _)| *feature)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::functions::find;
    use crate::{Expression, ParseErrorKind};

    fn is_on(feature: &str) -> bool {
        match feature {
            "time" => cfg!(feature = "time"),
            "regex" => cfg!(feature = "regex"),
            "xpath" => cfg!(feature = "xpath"),
            "uri" => cfg!(feature = "uri"),
            other => panic!("there is no feature `{other}`"),
        }
    }

    #[test]
    fn a_function_is_there_exactly_when_its_feature_is_on() {
        for (feature, names) in FEATURES {
            for name in *names {
                assert_eq!(find(name).is_some(), is_on(feature), "{name}");
            }
        }
    }

    #[test]
    fn a_call_of_a_function_whose_feature_is_off_names_the_feature() {
        for (feature, names) in FEATURES.iter().filter(|(feature, _)| !is_on(feature)) {
            let error = Expression::parse(&format!("{}('a')", names[0])).unwrap_err();
            assert_eq!(error.kind, ParseErrorKind::FeatureOff);
            assert!(error.message.contains(&format!("`{feature}`")), "{error}");
        }
    }

    /// Every function of the groups that are compiled in by a feature stands in the list.
    #[test]
    fn the_list_has_every_function_of_the_optional_groups() {
        let optional: &[&[super::super::Function]] = &[
            #[cfg(feature = "time")]
            super::super::date::FUNCTIONS,
            #[cfg(feature = "time")]
            super::super::timex::FUNCTIONS,
            #[cfg(feature = "regex")]
            super::super::pattern::FUNCTIONS,
            #[cfg(feature = "xpath")]
            super::super::xml::FUNCTIONS,
            #[cfg(feature = "uri")]
            super::super::uri::FUNCTIONS,
        ];
        let listed = FEATURES.iter().filter(|(feature, _)| is_on(feature));
        let mut listed: Vec<&str> = listed
            .flat_map(|(_, names)| names.iter().copied())
            .collect();
        let functions = optional.iter().flat_map(|group| group.iter());
        let mut functions: Vec<&str> = functions.map(|function| function.name).collect();
        listed.sort_unstable();
        functions.sort_unstable();
        assert_eq!(listed, functions);
    }
}
