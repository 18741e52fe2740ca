//! Times in the header of an answer: `Date` and `Retry-After` (RFC 9110 §6.6.1, §10.2.3).

use std::time::Duration;

use cloakroom_model::Timestamp;
use http::{HeaderMap, HeaderName, header};

/// Nobody is kept waiting for longer than a day.
const LONGEST: Duration = Duration::from_hours(24);

/// The provider's clock when it answered.
pub(super) fn date(headers: &HeaderMap) -> Option<Timestamp> {
    http_date(text(headers, header::DATE)?)
}

/// How long to wait, in seconds or until a date, which is read by the provider's own clock.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = text(headers, header::RETRY_AFTER)?;
    let wait = if text.bytes().all(|byte| byte.is_ascii_digit()) {
        // Digits alone fail to parse only when there are too many of them, or none.
        Duration::from_secs(
            text.parse()
                .unwrap_or(if text.is_empty() { 0 } else { u64::MAX }),
        )
    } else {
        http_date(text)?.since(date(headers)?)
    };
    Some(wait.min(LONGEST))
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    Some(headers.get(name)?.to_str().ok()?.trim())
}

fn http_date(text: &str) -> Option<Timestamp> {
    let time = jiff::fmt::rfc2822::DateTimeParser::new()
        .parse_timestamp(text)
        .ok()?;
    Some(Timestamp::from_millis(time.as_millisecond()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    fn wait(retry_after: &str, date: Option<&str>) -> Option<u64> {
        let mut headers = HeaderMap::new();
        headers.insert(header::RETRY_AFTER, retry_after.parse().unwrap());
        if let Some(date) = date {
            headers.insert(header::DATE, date.parse().unwrap());
        }
        super::retry_after(&headers).map(|wait| wait.as_secs())
    }

    /// Guard: `cloakroom_broker::token_endpoint::retry_after::retry_after`
    #[test]
    fn rel_09_retry_after_is_read_in_seconds_and_as_a_date() {
        const DATE: Option<&str> = Some("Sun, 06 Nov 1994 08:49:37 GMT");
        for (text, date, expected) in [
            ("120", None, Some(120)),
            (" 0 ", None, Some(0)),
            ("99999999999999999999999", None, Some(86_400)),
            ("Sun, 06 Nov 1994 08:50:37 GMT", DATE, Some(60)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", DATE, Some(0)),
            ("Mon, 06 Nov 1995 08:00:00 GMT", DATE, Some(86_400)),
            // Without the provider's clock a date tells no waiting time.
            ("Sun, 06 Nov 1994 08:50:37 GMT", None, None),
            ("soon", DATE, None),
            ("-5", DATE, None),
        ] {
            assert_eq!(wait(text, date), expected, "{text}");
        }
    }
}
