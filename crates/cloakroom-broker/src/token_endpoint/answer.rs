//! Reading the answer to a token request (RFC 6749 §5).

use std::time::Duration;

use cloakroom_vault::{AccessToken, IdToken, RefreshToken, Zeroizing};
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value};

use super::error::TokenError;
use super::{body, lifetime, markers, retry_after, shown};
use crate::registration::Settings;

/// Tokens are stored and sent whole up to this length (SEC-TOKEN-21).
const LONGEST_TOKEN: usize = 16 * 1024;
/// An `id_token` is read and dropped; groups and pictures make some very long.
const LONGEST_ID_TOKEN: usize = 64 * 1024;

const ACCESS_TOKENS: [&str; 3] = ["access_token", "accessToken", "token"];
const REFRESH_TOKENS: [&str; 2] = ["refresh_token", "refreshToken"];
const ID_TOKENS: [&str; 2] = ["id_token", "idToken"];

/// Tokens.
pub(crate) struct TokenAnswer {
    /// The access token; never empty, and fit for a header.
    pub(crate) access_token: AccessToken,
    /// The refresh token. `None` on a refresh means: the old one stays good (SEC-TOKEN-08).
    pub(crate) refresh_token: Option<RefreshToken>,
    /// The `id_token`, not validated.
    pub(crate) id_token: Option<IdToken>,
    /// The stated lifetime, counted from before the request was sent; `None` when none is stated.
    pub(crate) expires_in: Option<Duration>,
    /// The granted scopes; `None` when they are those that were asked for.
    pub(crate) scopes: Option<Vec<String>>,
    /// Where the answer was not as RFC 6749 says and was read all the same.
    pub(crate) leniencies: Vec<String>,
    /// The answer without its tokens, for [`TokenAnswer::pointer`].
    rest: Value,
}

impl std::fmt::Debug for TokenAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenAnswer")
            .field("refresh_token", &self.refresh_token.is_some())
            .field("id_token", &self.id_token.is_some())
            .field("expires_in", &self.expires_in)
            .field("scopes", &self.scopes)
            .field("leniencies", &self.leniencies)
            .finish_non_exhaustive()
    }
}

impl TokenAnswer {
    /// A text or number of the answer by its JSON pointer, such as the account's name. Tokens are
    /// not in reach.
    pub(crate) fn pointer(&self, pointer: &str) -> Option<String> {
        match self.rest.pointer(pointer)? {
            Value::String(text) if !text.is_empty() && text.len() <= 512 => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }
}

/// Reads an answer. `secrets` are those of the request, which no error repeats.
pub(crate) fn read(
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    settings: &Settings,
    secrets: &[&str],
) -> Result<TokenAnswer, TokenError> {
    if status.is_redirection() {
        return Err(TokenError::Redirected {
            status: status.as_u16(),
        });
    }
    let reading = Reading {
        status,
        headers,
        length: body.len(),
        settings,
    };
    let mut leniencies = Vec::new();
    let parsed = body::parse(headers, body, &mut leniencies);
    let marker = parsed
        .as_ref()
        .ok()
        .and_then(|fields| markers::find(fields, secrets));
    let busy = status.is_server_error() || matches!(status.as_u16(), 408 | 425 | 429);
    if busy {
        return Err(reading.transient(marker.map(|marker| marker.error)));
    }
    if let Some(marker) = marker {
        return Err(reading.refusal(marker));
    }
    match parsed {
        // A page with status 200 is a portal or a maintenance notice: no token endpoint spoke.
        Err(wrong) if status.is_success() && wrong.is_page => Err(reading.transient(None)),
        Err(wrong) => Err(reading.unreadable(&wrong.place, wrong.reason)),
        Ok(_) if !status.is_success() => {
            Err(reading.unreadable("/error", "it is an error without an `error`"))
        }
        Ok(fields) => {
            if status != StatusCode::OK {
                leniencies.push(format!("status {} instead of 200", status.as_u16()));
            }
            reading.tokens(fields, leniencies)
        }
    }
}

struct Reading<'a> {
    status: StatusCode,
    headers: &'a HeaderMap,
    length: usize,
    settings: &'a Settings,
}

/// What providers that answer 200 to everything say instead of `invalid_grant`: GitHub, Slack.
const DEFINITE: [&str; 8] = [
    "invalid_grant",
    "bad_refresh_token",
    "bad_verification_code",
    "invalid_refresh_token",
    "invalid_code",
    "code_already_used",
    "token_revoked",
    "token_expired",
];
const CLIENT: [&str; 6] = [
    "invalid_client",
    "unauthorized_client",
    "incorrect_client_credentials",
    "bad_client_secret",
    "invalid_client_id",
    "bad_client_id",
];
const BUSY: [&str; 8] = [
    "temporarily_unavailable",
    "server_error",
    "slow_down",
    "ratelimited",
    "rate_limited",
    "internal_error",
    "fatal_error",
    "service_unavailable",
];

impl Reading<'_> {
    fn transient(&self, error: Option<String>) -> TokenError {
        TokenError::Transient {
            status: self.status.as_u16(),
            retry_after: retry_after::retry_after(self.headers),
            error,
        }
    }

    fn unreadable(&self, place: &str, reason: &'static str) -> TokenError {
        TokenError::Unreadable {
            status: self.status.as_u16(),
            place: place.to_owned(),
            length: self.length,
            reason,
        }
    }

    /// Which kind of refusal an error is (SEC-TOKEN-07). Only a definite one ends a grant.
    fn refusal(&self, marker: markers::Marker) -> TokenError {
        let markers::Marker { error, description } = marker;
        let code = error.to_ascii_lowercase();
        let listed = |list: &[&str]| list.contains(&code.as_str());
        let definite = match self.status.as_u16() {
            400 | 401 | 403 => code == "invalid_grant",
            200..300 => listed(&DEFINITE),
            _ => false,
        };
        if definite {
            TokenError::Refused { error, description }
        } else if listed(&CLIENT) {
            TokenError::Client { error, description }
        } else if listed(&BUSY) {
            self.transient(Some(error))
        } else {
            TokenError::Rejected {
                status: self.status.as_u16(),
                error,
                description,
            }
        }
    }

    fn tokens(
        &self,
        fields: Map<String, Value>,
        mut leniencies: Vec<String>,
    ) -> Result<TokenAnswer, TokenError> {
        let mut root = Value::Object(fields);
        let pointer = self.settings.token_pointer.as_deref().unwrap_or_default();
        let Some(object) = root.pointer(pointer).and_then(Value::as_object) else {
            return Err(
                self.unreadable(pointer, "there is no object where the token pointer points")
            );
        };
        self.token_type(object, &mut leniencies)?;
        let scopes = self.scopes(object, &mut leniencies);
        let expires_in = self.lifetime(&root, object, &mut leniencies);
        // The root's refresh token belongs to the root's access token, where there is one.
        let borrow = !pointer.is_empty() && !has_token(&root);

        let mut take = |root: &mut Value, pointer: &str, names: &[&'static str], longest| {
            self.take(root, pointer, names, longest, &mut leniencies)
        };
        let access_token =
            take(&mut root, pointer, &ACCESS_TOKENS, LONGEST_TOKEN)?.ok_or_else(|| {
                self.unreadable(
                    &format!("{pointer}/access_token"),
                    "there is no access token",
                )
            })?;
        let mut refresh_token = take(&mut root, pointer, &REFRESH_TOKENS, LONGEST_TOKEN)?;
        if refresh_token.is_none() && borrow {
            refresh_token = take(&mut root, "", &REFRESH_TOKENS, LONGEST_TOKEN)?;
        }
        let mut id_token = take(&mut root, pointer, &ID_TOKENS, LONGEST_ID_TOKEN)?;
        if id_token.is_none() && !pointer.is_empty() {
            id_token = take(&mut root, "", &ID_TOKENS, LONGEST_ID_TOKEN)?;
        }
        remove_tokens(&mut root);
        Ok(TokenAnswer {
            access_token: AccessToken::new(access_token),
            refresh_token: refresh_token.map(RefreshToken::new),
            id_token: id_token.map(IdToken::new),
            expires_in,
            scopes,
            leniencies,
            rest: root,
        })
    }

    /// Takes a token out of the answer, so that no second copy of it stays in memory. An empty
    /// text and `null` count as absent (SEC-TOKEN-08).
    fn take(
        &self,
        root: &mut Value,
        pointer: &str,
        names: &[&'static str],
        longest: usize,
        leniencies: &mut Vec<String>,
    ) -> Result<Option<String>, TokenError> {
        let Some(object) = root.pointer_mut(pointer).and_then(Value::as_object_mut) else {
            return Ok(None);
        };
        for (index, name) in names.iter().enumerate() {
            let place = format!("{pointer}/{name}");
            let token = match object.get_mut(*name).map(Value::take) {
                None | Some(Value::Null) => continue,
                Some(Value::String(token)) if token.trim().is_empty() => {
                    leniencies.push(format!("`{name}` is empty, which counts as absent"));
                    continue;
                }
                Some(Value::String(token)) => token,
                Some(_) => return Err(self.unreadable(&place, "it is not a text")),
            };
            if index > 0 {
                leniencies.push(format!("`{name}` instead of `{}`", names[0]));
            }
            if token.len() > longest {
                return Err(self.unreadable(&place, "the token is too long"));
            }
            let trimmed = token.trim();
            // RFC 6749 §A.12, §A.17: printable ASCII; anything else cannot be sent in a header.
            if !trimmed.bytes().all(|byte| matches!(byte, 0x20..=0x7e)) {
                return Err(
                    self.unreadable(&place, "the token holds characters that cannot be sent")
                );
            }
            if trimmed.len() == token.len() {
                return Ok(Some(token));
            }
            leniencies.push(format!("blanks around `{name}`"));
            let token = Zeroizing::new(token);
            return Ok(Some(token.trim().to_owned()));
        }
        Ok(None)
    }

    /// Absent counts as bearer. A type that has to be used in another way is refused
    /// (RFC 6749 §7.1): its token would not work, or would be weaker than it was meant.
    fn token_type(
        &self,
        object: &Map<String, Value>,
        leniencies: &mut Vec<String>,
    ) -> Result<(), TokenError> {
        let name = if object.contains_key("token_type") {
            "token_type"
        } else {
            "tokenType"
        };
        match object.get(name) {
            None | Some(Value::Null) => {
                leniencies.push("`token_type` is absent, which counts as bearer".to_owned());
                Ok(())
            }
            Some(Value::String(given)) => match given.trim().to_ascii_lowercase().as_str() {
                "bearer" => Ok(()),
                // Slack's bot and user tokens, Apigee's spelling, and a blank: bearer tokens all.
                "bot" | "user" | "bearertoken" | "" => {
                    leniencies.push("`token_type` is not `Bearer`, but means it".to_owned());
                    Ok(())
                }
                _ => Err(TokenError::TokenType {
                    token_type: shown::error_code(given.trim(), &[]),
                }),
            },
            Some(_) => Err(self.unreadable("/token_type", "it is not a text")),
        }
    }

    fn scopes(
        &self,
        object: &Map<String, Value>,
        leniencies: &mut Vec<String>,
    ) -> Option<Vec<String>> {
        let value = object.get("scope").or_else(|| object.get("scopes"))?;
        let scopes: Vec<String> = match value {
            Value::String(text) => {
                let separator = self.settings.scope_separator.as_str();
                let own = separator != " " && text.contains(separator);
                let commas = !own && text.contains(',') && !text.trim().contains(' ');
                if commas {
                    leniencies.push("scopes with commas between them".to_owned());
                }
                text.split(|c: char| {
                    c.is_whitespace() || (own && separator.contains(c)) || (commas && c == ',')
                })
                .map(str::to_owned)
                .collect()
            }
            Value::Array(items) => {
                leniencies.push("scopes as a list".to_owned());
                items
                    .iter()
                    .filter_map(Value::as_str)
                    .map(str::to_owned)
                    .collect()
            }
            Value::Null => return None,
            _ => {
                leniencies.push("`scope` is not a text, which counts as absent".to_owned());
                return None;
            }
        };
        let scopes: Vec<String> = scopes
            .into_iter()
            .filter(|scope| !scope.is_empty())
            .collect();
        if scopes.is_empty() {
            leniencies.push("`scope` is empty, which counts as absent".to_owned());
            return None;
        }
        Some(scopes)
    }

    /// With two tokens in one answer (bot and user) the earlier end holds for both: they are
    /// refreshed together (SEC-TOKEN-20).
    fn lifetime(
        &self,
        root: &Value,
        object: &Map<String, Value>,
        leniencies: &mut Vec<String>,
    ) -> Option<Duration> {
        let date = retry_after::date(self.headers);
        let unit = self.settings.expires_in_unit;
        let mut lifetime = lifetime::stated(object, date, unit, leniencies);
        let others = root
            .as_object()
            .into_iter()
            .flat_map(|fields| fields.values().chain(std::iter::once(root)))
            .filter(|value| has_token(value))
            .filter_map(Value::as_object)
            .filter(|other| !std::ptr::eq(*other, object));
        for other in others {
            leniencies.push("two tokens in one answer; the earlier end holds".to_owned());
            let also = lifetime::stated(other, date, unit, &mut Vec::new());
            lifetime = match (lifetime, also) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
        }
        lifetime
    }
}

fn has_token(value: &Value) -> bool {
    value
        .get("access_token")
        .and_then(Value::as_str)
        .is_some_and(|token| !token.is_empty())
}

/// What remains for the account's pointer holds no token, whoever it belongs to.
fn remove_tokens(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let secret = ACCESS_TOKENS
                    .iter()
                    .chain(&REFRESH_TOKENS)
                    .chain(&ID_TOKENS)
                    .any(|token| token == name);
                if secret && let Value::String(token) = value {
                    drop(Zeroizing::new(std::mem::take(token)));
                } else {
                    remove_tokens(value);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(remove_tokens),
        _ => {}
    }
}

#[cfg(test)]
#[path = "answer_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "answer_token_tests.rs"]
mod token_tests;
