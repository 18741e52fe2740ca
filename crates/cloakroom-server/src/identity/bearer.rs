//! Credentials in the `Authorization` header, and only there.

use cloakroom_vault::{AdminToken, HostCredential};
use http::{HeaderMap, header};

use super::IdentityError;

/// The bearer credential of a request, if it brings one.
pub(super) fn of(headers: &HeaderMap) -> Result<Option<&str>, IdentityError> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() {
        return Err(IdentityError::UnknownCredential);
    }
    let (scheme, credential) = value
        .to_str()
        .ok()
        .and_then(|text| text.split_once(' '))
        .ok_or(IdentityError::UnknownCredential)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(IdentityError::UnknownCredential);
    }
    Ok(Some(credential.trim()))
}

/// Names under which clients put credentials into a query (RFC 6750 §2.3 and common habits).
const NAMES: &[&str] = &[
    "access_token",
    "accesstoken",
    "api_key",
    "apikey",
    "authorization",
    "bearer",
    "client_secret",
    "credential",
    "token",
];

/// Refuses a query that holds a credential, whether or not it would have been accepted.
pub(super) fn refuse_in_query(query: &str) -> Result<(), IdentityError> {
    let found = form_urlencoded::parse(query.as_bytes()).any(|(name, value)| {
        NAMES.contains(&name.to_ascii_lowercase().as_str())
            || value.starts_with(HostCredential::PREFIX)
            || value.starts_with(AdminToken::PREFIX)
    });
    if found {
        Err(IdentityError::CredentialInQuery)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn headers(values: &[&str]) -> HeaderMap {
        values
            .iter()
            .map(|value| (header::AUTHORIZATION, value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn the_scheme_is_read_without_case() {
        assert_eq!(of(&headers(&["bEARER hst_x"])).unwrap(), Some("hst_x"));
        assert_eq!(of(&headers(&[])).unwrap(), None);
    }

    #[test]
    fn two_credentials_or_another_scheme_are_refused() {
        for values in [&["Bearer a", "Bearer b"][..], &["Basic YTpi"], &["Bearer"]] {
            assert!(of(&headers(values)).is_err(), "{values:?}");
        }
    }

    #[test]
    fn a_credential_in_the_query_is_refused_by_name_or_by_look() {
        for query in [
            "access_token=x",
            "Token=x",
            "a=1&x=hst_abc",
            "q=adm_abc",
            "access%5Ftoken=x",
        ] {
            assert!(refuse_in_query(query).is_err(), "{query}");
        }
        assert!(refuse_in_query("app=repairs&limit=5").is_ok());
    }
}
