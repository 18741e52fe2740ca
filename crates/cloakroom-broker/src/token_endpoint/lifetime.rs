//! How long an access token lives, as answers say it (SEC-TOKEN-15).

use std::time::Duration;

use cloakroom_model::Timestamp;
use serde_json::{Map, Value};

use crate::registration::LifetimeUnit;

/// Beyond ten years a number is a mistake or "for ever"; so long is long enough.
const LONGEST: f64 = 315_360_000.0;
/// Epoch numbers from here on are milliseconds: as seconds they would lie beyond the year 5000.
const MILLISECONDS_FROM: f64 = 1e11;

const LIFETIMES: [&str; 2] = ["expires_in", "expiresIn"];
const ENDS: [&str; 4] = [
    "expires_at",
    "expiresAt",
    "access_token_expiration",
    "access_token_expires_at",
];

/// The stated lifetime. `date` is the provider's own clock (the answer's `Date`), by which an end
/// given as a time is turned into a lifetime: our clock may differ from it (REL-11).
///
/// Zero, negative and unreadable lifetimes count as not stated: a token that were over at once
/// would be refreshed on every call. It is then used until the API refuses it.
pub(super) fn stated(
    object: &Map<String, Value>,
    date: Option<Timestamp>,
    unit: LifetimeUnit,
    leniencies: &mut Vec<String>,
) -> Option<Duration> {
    let field = |names: &[&'static str]| {
        names.iter().find_map(|name| {
            let value = object.get(*name)?;
            (!value.is_null()).then_some((*name, value))
        })
    };
    if let Some((name, value)) = field(&LIFETIMES) {
        if name != "expires_in" {
            leniencies.push(format!("the lifetime stands in `{name}`"));
        }
        if !matches!(value, Value::Number(number) if number.is_u64()) {
            leniencies.push(format!("`{name}` is not a whole number"));
        }
        let counted = match unit {
            LifetimeUnit::Seconds => 1.0,
            LifetimeUnit::Milliseconds => 1000.0,
        };
        let lifetime = number(value).and_then(|number| lasting(number / counted));
        if lifetime.is_none() {
            leniencies.push(format!(
                "`{name}` tells no lifetime; the token is used until the API refuses it"
            ));
        }
        return lifetime;
    }
    let (name, value) = field(&ENDS)?;
    leniencies.push(format!(
        "the end stands in `{name}`, instead of a lifetime in `expires_in`"
    ));
    let lifetime = date.zip(end_millis(value)).and_then(|(date, end)| {
        #[allow(clippy::cast_precision_loss)] // Times stay far below 2^53 milliseconds.
        lasting((end - date.as_millis() as f64) / 1000.0)
    });
    if lifetime.is_none() {
        leniencies.push(format!(
            "`{name}` tells no lifetime; the token is used until the API refuses it"
        ));
    }
    lifetime
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A lifetime of so many seconds, when that is one. `NaN` is none.
fn lasting(seconds: f64) -> Option<Duration> {
    (seconds > 0.0).then(|| Duration::from_secs_f64(seconds.min(LONGEST)))
}

/// Seconds, milliseconds or an ISO 8601 time.
fn end_millis(value: &Value) -> Option<f64> {
    if let Some(number) = number(value) {
        let millis = if number >= MILLISECONDS_FROM {
            number
        } else {
            number * 1000.0
        };
        return millis.is_finite().then_some(millis);
    }
    let text = value.as_str()?.trim();
    let time = text.parse::<jiff::Timestamp>().ok().or_else(|| {
        // Without an offset it is taken as UTC, which is what such providers mean.
        let civil: jiff::civil::DateTime = text.parse().ok()?;
        jiff::tz::TimeZone::UTC.to_timestamp(civil).ok()
    })?;
    #[allow(clippy::cast_precision_loss)] // Times stay far below 2^53 milliseconds.
    Some(time.as_millisecond() as f64)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    /// 2026-01-01T00:00:00Z
    const NOW: i64 = 1_767_225_600_000;

    fn seconds(body: Value) -> Option<f64> {
        let date = Some(Timestamp::from_millis(NOW));
        let unit = LifetimeUnit::Seconds;
        stated(body.as_object().unwrap(), date, unit, &mut Vec::new())
            .map(|lifetime| lifetime.as_secs_f64())
    }

    /// Guard: `cloakroom_broker::token_endpoint::lifetime::stated`
    #[test]
    fn sec_token_15_lifetimes_in_every_form_are_read() {
        for (body, expected) in [
            (json!({"expires_in": 3600}), Some(3600.0)),
            (json!({"expires_in": "3600"}), Some(3600.0)),
            (json!({"expires_in": " 3600 "}), Some(3600.0)),
            (json!({"expires_in": 3599.5}), Some(3599.5)),
            (json!({"expires_in": "3599.5"}), Some(3599.5)),
            (json!({"expiresIn": 60}), Some(60.0)),
            (json!({"expires_in": 0}), None),
            (json!({"expires_in": -1}), None),
            (json!({"expires_in": "never"}), None),
            (json!({"expires_in": "NaN"}), None),
            (json!({"expires_in": null}), None),
            (json!({"expires_in": true}), None),
            (json!({"expires_in": 1e300}), Some(LONGEST)),
            (json!({"expires_in": "inf"}), Some(LONGEST)),
            (json!({"expires_in": u64::MAX}), Some(LONGEST)),
            (json!({}), None),
            (json!({"expires_at": NOW / 1000 + 600}), Some(600.0)),
            (
                json!({"expires_at": (NOW / 1000 + 600).to_string()}),
                Some(600.0),
            ),
            (json!({"expires_at": NOW + 600_000}), Some(600.0)),
            (json!({"expires_at": "2026-01-01T00:10:00Z"}), Some(600.0)),
            (
                json!({"expiresAt": "2026-01-01T01:10:00.500+01:00"}),
                Some(600.5),
            ),
            (json!({"expiresAt": "2026-01-01T00:10:00"}), Some(600.0)),
            (
                json!({"access_token_expiration": NOW / 1000 + 60}),
                Some(60.0),
            ),
            (json!({"expires_at": "2025-12-31T00:00:00Z"}), None),
            (json!({"expires_at": "tomorrow"}), None),
            // The RFC's own field wins.
            (
                json!({"expires_in": 60, "expires_at": NOW + 600_000}),
                Some(60.0),
            ),
        ] {
            assert_eq!(seconds(body.clone()), expected, "{body}");
        }
    }

    #[test]
    fn an_end_without_the_providers_clock_tells_no_lifetime_and_that_is_noted() {
        let mut notes = Vec::new();
        let body = json!({"expires_at": NOW + 600_000});
        let unit = LifetimeUnit::Seconds;
        let stated = stated(body.as_object().unwrap(), None, unit, &mut notes);
        assert_eq!(stated, None);
        assert_eq!(notes.len(), 2);
    }

    #[test]
    fn milliseconds_are_counted_as_such_where_the_registration_says_so() {
        let date = Some(Timestamp::from_millis(NOW));
        for (body, expected) in [
            (json!({"expires_in": 3_600_000}), 3600),
            (json!({"expires_in": "60000"}), 60),
            // An end is a time, whatever a lifetime counts.
            (json!({"expires_at": NOW / 1000 + 600}), 600),
        ] {
            let unit = LifetimeUnit::Milliseconds;
            let stated = stated(body.as_object().unwrap(), date, unit, &mut Vec::new());
            assert_eq!(stated, Some(Duration::from_secs(expected)), "{body}");
        }
    }

    proptest! {
        #[test]
        fn no_number_and_no_text_makes_reading_a_lifetime_fail(number: f64, text: String, date: i64) {
            let date = Some(Timestamp::from_millis(date));
            for value in [json!(number), json!(text), json!(number.to_string())] {
                for name in ["expires_in", "expires_at"] {
                    let body = json!({ name: value });
                    let unit = LifetimeUnit::Seconds;
                    let lifetime = stated(body.as_object().unwrap(), date, unit, &mut Vec::new());
                    prop_assert!(lifetime.is_none_or(|it| it.as_secs_f64() <= LONGEST));
                }
            }
        }
    }
}
