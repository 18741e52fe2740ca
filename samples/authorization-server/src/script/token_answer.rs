//! How a successful token answer is written: by RFC 6749 §5.1, or as real providers do.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::Rotation;

/// How a successful token answer is written.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct TokenAnswer {
    /// JSON or form-encoded.
    pub format: TokenFormat,
    /// How the lifetime is told.
    pub lifetime: Lifetime,
    /// `token_type`; null leaves it out.
    pub token_type: Option<String>,
    /// What stands in `refresh_token`.
    pub refresh_token: RefreshTokenAnswer,
    /// What is granted, and what is said about it.
    pub scope: ScopeAnswer,
    /// What stands in `id_token` when the scope `openid` was granted.
    pub id_token: IdTokenAnswer,
    /// The name of a member that holds the token's members, such as `authed_user` or `data`.
    pub nested_in: Option<String>,
    /// Access tokens are filled up to this many bytes.
    pub access_token_bytes: Option<usize>,
    /// Further members, such as `instance_url`.
    pub extra: Map<String, Value>,
}

impl Default for TokenAnswer {
    fn default() -> Self {
        Self {
            format: TokenFormat::default(),
            lifetime: Lifetime::default(),
            token_type: Some("Bearer".to_owned()),
            refresh_token: RefreshTokenAnswer::default(),
            scope: ScopeAnswer::default(),
            id_token: IdTokenAnswer::default(),
            nested_in: None,
            access_token_bytes: None,
            extra: Map::new(),
        }
    }
}

/// How the body is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TokenFormat {
    /// `application/json`.
    #[default]
    Json,
    /// `application/x-www-form-urlencoded`, whatever was asked for.
    Form,
}

/// How the lifetime is told. Times are the true ones unless the variant says otherwise.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Lifetime {
    /// `expires_in`, a number of seconds.
    #[default]
    Seconds,
    /// `expires_in`, seconds in a string.
    Text,
    /// `expires_in` with a fraction.
    Fraction,
    /// `expires_in` in milliseconds.
    Milliseconds,
    /// `expires_in` of zero.
    Zero,
    /// `expires_in` beyond every calendar.
    Huge,
    /// `expires_in` below zero.
    Negative,
    /// `expires_in` of null.
    Null,
    /// Nothing.
    Absent,
    /// `expires_at`, seconds since the epoch.
    AtSeconds,
    /// `expires_at`, milliseconds since the epoch.
    AtMilliseconds,
    /// `expires_at`, an ISO 8601 time.
    AtIso,
}

/// What stands in `refresh_token`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RefreshTokenAnswer {
    /// The refresh token, when rotation gives a new one.
    #[default]
    Issued,
    /// Nothing; the one presented stays good.
    Omitted,
    /// An empty string; the one presented stays good.
    Empty,
}

/// What is granted, and what is said about it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ScopeAnswer {
    /// What was asked for; said with spaces.
    #[default]
    Granted,
    /// What was asked for; not said.
    Omitted,
    /// All but the last; said.
    Fewer,
    /// One more than asked for; said.
    More,
    /// What was asked for; said with commas.
    Comma,
}

/// What stands in `id_token`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum IdTokenAnswer {
    /// One that holds.
    #[default]
    Valid,
    /// Nothing.
    Omitted,
    /// Another issuer's.
    WrongIssuer,
    /// For another client.
    WrongAudience,
    /// With another nonce.
    WrongNonce,
    /// An hour too old.
    Expired,
    /// With a signature of another key.
    WrongSignature,
    /// `alg` none, no signature.
    Unsigned,
}

impl RefreshTokenAnswer {
    /// How a refresh rotates under this answer: a client that is not told of a new token keeps
    /// the one it has, so that one stays good.
    pub(crate) fn rotation(self, rotation: Rotation) -> Rotation {
        match self {
            Self::Issued => rotation,
            Self::Omitted | Self::Empty => Rotation::Off,
        }
    }
}

impl ScopeAnswer {
    /// What is truly granted when `asked` was asked for.
    pub(crate) fn granted(self, asked: &[String]) -> Vec<String> {
        let mut granted = asked.to_vec();
        match self {
            Self::Fewer => {
                granted.pop();
            }
            Self::More => granted.push("repairs.audit".to_owned()),
            Self::Granted | Self::Omitted | Self::Comma => {}
        }
        granted
    }

    fn said(self, granted: &[String]) -> Option<String> {
        match self {
            Self::Omitted => None,
            Self::Comma => Some(granted.join(",")),
            Self::Granted | Self::Fewer | Self::More => Some(granted.join(" ")),
        }
    }
}

/// The true values of a token answer, before the script writes them.
pub(crate) struct Tokens<'a> {
    pub(crate) access_token: &'a str,
    pub(crate) refresh_token: Option<&'a str>,
    pub(crate) id_token: Option<String>,
    pub(crate) scopes: &'a [String],
    pub(crate) lifetime_seconds: u64,
    pub(crate) now_seconds: u64,
}

impl TokenAnswer {
    /// The members of the answer, as this script writes them.
    pub(crate) fn members(&self, tokens: &Tokens<'_>) -> Map<String, Value> {
        let mut members = Map::new();
        members.insert("access_token".into(), json!(tokens.access_token));
        if let Some(kind) = &self.token_type {
            members.insert("token_type".into(), json!(kind));
        }
        if let Some((name, value)) = self
            .lifetime
            .member(tokens.lifetime_seconds, tokens.now_seconds)
        {
            members.insert(name.into(), value);
        }
        match (self.refresh_token, tokens.refresh_token) {
            (RefreshTokenAnswer::Issued, Some(token)) => {
                members.insert("refresh_token".into(), json!(token));
            }
            (RefreshTokenAnswer::Empty, _) => {
                members.insert("refresh_token".into(), json!(""));
            }
            _ => {}
        }
        if let Some(scope) = self.scope.said(tokens.scopes) {
            members.insert("scope".into(), json!(scope));
        }
        if let Some(id_token) = &tokens.id_token {
            members.insert("id_token".into(), json!(id_token));
        }
        if let Some(outer) = &self.nested_in {
            members = Map::from_iter([(outer.clone(), Value::Object(members))]);
        }
        members.extend(self.extra.clone());
        members
    }
}

impl Lifetime {
    fn member(self, lifetime: u64, now: u64) -> Option<(&'static str, Value)> {
        let at = now.saturating_add(lifetime);
        Some(match self {
            Self::Seconds => ("expires_in", json!(lifetime)),
            Self::Text => ("expires_in", json!(lifetime.to_string())),
            // The integer part is exact for any lifetime that a token has.
            #[expect(clippy::cast_precision_loss)]
            Self::Fraction => ("expires_in", json!(lifetime as f64 + 0.5)),
            Self::Milliseconds => ("expires_in", json!(lifetime.saturating_mul(1000))),
            Self::Zero => ("expires_in", json!(0)),
            Self::Huge => ("expires_in", json!(1e300)),
            Self::Negative => ("expires_in", json!(-1)),
            Self::Null => ("expires_in", Value::Null),
            Self::Absent => return None,
            Self::AtSeconds => ("expires_at", json!(at)),
            Self::AtMilliseconds => ("expires_at", json!(at.saturating_mul(1000))),
            Self::AtIso => ("expires_at", json!(iso(at))),
        })
    }
}

/// Seconds since the epoch as `YYYY-MM-DDTHH:MM:SSZ`, by Howard Hinnant's civil-from-days.
fn iso(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let day_of_era = shifted % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let (hour, minute, second) = (rest / 3600, rest % 3600 / 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(scopes: &[String]) -> Tokens<'_> {
        Tokens {
            access_token: "at",
            refresh_token: Some("rt"),
            id_token: None,
            scopes,
            lifetime_seconds: 60,
            now_seconds: 951_782_400,
        }
    }

    #[test]
    fn the_default_is_rfc_6749s_answer() {
        let scopes = ["a".to_owned(), "b".to_owned()];
        let members = TokenAnswer::default().members(&tokens(&scopes));
        assert_eq!(
            Value::Object(members),
            json!({"access_token": "at", "token_type": "Bearer", "expires_in": 60, "refresh_token": "rt", "scope": "a b"})
        );
    }

    #[test]
    fn a_nested_answer_holds_the_token_in_another_member() {
        let answer = TokenAnswer {
            nested_in: Some("data".to_owned()),
            lifetime: Lifetime::Text,
            refresh_token: RefreshTokenAnswer::Empty,
            scope: ScopeAnswer::Comma,
            token_type: None,
            extra: Map::from_iter([(
                "instance_url".to_owned(),
                json!("https://elsewhere.example"),
            )]),
            ..TokenAnswer::default()
        };
        let scopes = ["a".to_owned(), "b".to_owned()];
        assert_eq!(
            Value::Object(answer.members(&tokens(&scopes))),
            json!({
                "data": {"access_token": "at", "expires_in": "60", "refresh_token": "", "scope": "a,b"},
                "instance_url": "https://elsewhere.example",
            })
        );
    }

    #[test]
    fn a_leap_day_is_written_as_one() {
        assert_eq!(iso(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(iso(1_793_000_000), "2026-10-26T07:33:20Z");
    }

    #[test]
    fn fewer_and_more_change_what_is_granted() {
        let asked = ["a".to_owned(), "b".to_owned()];
        assert_eq!(ScopeAnswer::Fewer.granted(&asked), ["a"]);
        assert_eq!(ScopeAnswer::More.granted(&asked).len(), 3);
        assert_eq!(ScopeAnswer::Omitted.granted(&asked), asked);
    }
}
