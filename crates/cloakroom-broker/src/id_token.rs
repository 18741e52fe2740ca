//! Validating an `id_token` (OpenID Connect Core §3.1.3.7).

use std::time::Duration;

use cloakroom_egress::{EgressError, Guard, OutboundRequest, Purpose};
use cloakroom_model::{Explain, Timestamp};
use cloakroom_vault::{IdToken, TokenHash};
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk, JwkSet, KeyAlgorithm, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Header, Validation, decode, decode_header};
use serde::Deserialize;
use serde_json::{Map, Value};
use url::Url;

use crate::issuer_keys::IssuerKeys;
use crate::registration::Settings;

/// Clocks may differ by this much (REL-11).
const LEEWAY: Duration = Duration::from_mins(5);

/// Signatures that are taken. Never `none`, and never HMAC: its key would be the client secret,
/// and a public key used as an HMAC secret is the oldest forgery there is.
const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

/// What a validated `id_token` says of the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Claims {
    /// The issuer's name for the account; never reassigned.
    pub(crate) sub: String,
    /// What to call him.
    pub(crate) name: Option<String>,
    /// His address, as the issuer says.
    pub(crate) email: Option<String>,
    /// All other claims, such as his groups.
    pub(crate) rest: Map<String, Value>,
}

/// Why an `id_token` is not good. Holds nothing of the token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdTokenError {
    /// The registration names no issuer or no keys.
    #[error("the registration names no issuer with keys")]
    NoIssuer,
    /// The issuer's keys could not be fetched.
    #[error("the issuer's keys could not be fetched: {0}")]
    Fetch(#[from] EgressError),
    /// They are not a key set.
    #[error("the issuer answered (status {0}) without a key set")]
    KeySet(u16),
    /// It is not a signed token.
    #[error("it is not a signed token")]
    Malformed,
    /// Its algorithm is not one of those that are taken.
    #[error("its signature algorithm is not taken")]
    Algorithm,
    /// No key of the issuer fits.
    #[error("no key of the issuer fits it")]
    NoKey,
    /// The signature is not good.
    #[error("its signature is not good")]
    Signature,
    /// A claim is absent or has another type.
    #[error("its claims cannot be read, or one that is needed is absent")]
    Claims,
    /// It is of another issuer.
    #[error("it is of another issuer")]
    Issuer,
    /// It is for another client.
    #[error("it is for another client")]
    Audience,
    /// It is over, or not valid yet.
    #[error("it is over, or not valid yet")]
    Time,
    /// It belongs to another sign-in.
    #[error("its nonce is not that of this sign-in")]
    Nonce,
}

impl Explain for IdTokenError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoIssuer | Self::Fetch(_) | Self::KeySet(_) => "issuer_keys_unavailable",
            Self::Malformed | Self::Claims => "id_token_malformed",
            Self::Algorithm | Self::NoKey | Self::Signature => "id_token_signature",
            Self::Issuer => "id_token_issuer",
            Self::Audience => "id_token_audience",
            Self::Time => "id_token_time",
            Self::Nonce => "id_token_nonce",
        }
    }

    fn user(&self) -> String {
        match self {
            Self::Fetch(_) | Self::KeySet(_) => {
                "The sign-in could not be checked, because the sign-in service does not answer now. Try again later."
            }
            _ => "The sign-in could not be checked, so nothing was kept. Try again, or tell the app's publisher.",
        }
        .to_owned()
    }

    fn developer(&self) -> String {
        let fix = match self {
            Self::NoIssuer => "Enter the issuer in the registration, so that its metadata is read.",
            Self::Fetch(_) | Self::KeySet(_) => "Check the `jwks_uri` of the issuer's metadata.",
            Self::Algorithm => {
                "Have the provider sign with RS256, ES256, PS256, EdDSA or a stronger one of these."
            }
            Self::Time => "Compare the clocks of this machine and the provider.",
            Self::Issuer | Self::Audience => {
                "Compare the registration's issuer and client ID with the provider's."
            }
            Self::NoKey => "The provider signs with a key that it does not publish.",
            Self::Malformed | Self::Signature | Self::Claims | Self::Nonce => {
                "The provider answered with a token that is not of this sign-in."
            }
        };
        format!("The id_token is refused: {self}. {fix}")
    }
}

/// Validates an `id_token` with the issuer's keys, which are asked for when they are not held.
pub(crate) async fn validate(
    guard: &Guard,
    held: &IssuerKeys,
    settings: &Settings,
    id_token: &IdToken,
    nonce: Option<&TokenHash>,
    now: Timestamp,
) -> Result<Claims, IdTokenError> {
    let (Some(issuer), Some(jwks_uri)) = (&settings.issuer, &settings.jwks_uri) else {
        return Err(IdTokenError::NoIssuer);
    };
    let header = read_header(id_token)?;
    let fits = |keys: &JwkSet| find_key(keys, header.kid.as_deref(), header.alg).is_some();
    let fetch = async || fetch(guard, jwks_uri).await;
    let keys = held.get(jwks_uri, now, fits, fetch).await?;
    let expected = Expected {
        issuer,
        client_id: &settings.client_id,
        nonce,
        now,
    };
    check(id_token, &keys, &expected)
}

async fn fetch(guard: &Guard, jwks_uri: &Url) -> Result<JwkSet, IdTokenError> {
    let request = OutboundRequest::get(Purpose::Jwks, jwks_uri.clone());
    let response = guard.send(request).await?;
    let unreadable = || IdTokenError::KeySet(response.status.as_u16());
    if !response.status.is_success() {
        return Err(unreadable());
    }
    read_keys(&response.body).ok_or_else(unreadable)
}

/// Keys of kinds that are not known here are passed over (RFC 7517 §5).
fn read_keys(body: &[u8]) -> Option<JwkSet> {
    #[derive(Deserialize)]
    struct Loose {
        keys: Vec<serde_json::Value>,
    }
    let loose: Loose = serde_json::from_slice(body).ok()?;
    let keys = loose
        .keys
        .into_iter()
        .filter_map(|key| serde_json::from_value(key).ok())
        .collect();
    Some(JwkSet { keys })
}

/// What an `id_token` must say.
struct Expected<'a> {
    issuer: &'a str,
    client_id: &'a str,
    nonce: Option<&'a TokenHash>,
    now: Timestamp,
}

#[derive(Deserialize)]
struct AllClaims {
    iss: String,
    sub: String,
    aud: Audience,
    exp: f64,
    nbf: Option<f64>,
    iat: Option<f64>,
    azp: Option<String>,
    nonce: Option<String>,
    name: Option<String>,
    email: Option<String>,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// The header, of a signature that is taken.
fn read_header(id_token: &IdToken) -> Result<Header, IdTokenError> {
    let header = decode_header(id_token.expose()).map_err(|_| IdTokenError::Malformed)?;
    if !ALGORITHMS.contains(&header.alg) || header.crit.is_some() {
        return Err(IdTokenError::Algorithm);
    }
    Ok(header)
}

fn check(
    id_token: &IdToken,
    keys: &JwkSet,
    expected: &Expected<'_>,
) -> Result<Claims, IdTokenError> {
    let token = id_token.expose();
    let header = read_header(id_token)?;
    let key = find_key(keys, header.kid.as_deref(), header.alg).ok_or(IdTokenError::NoKey)?;
    let key = DecodingKey::from_jwk(key).map_err(|_| IdTokenError::NoKey)?;
    // Only the signature is the library's: time is asked of our clock, and the other claims are
    // compared below in every character.
    let mut validation = Validation::new(header.alg);
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    let claims = decode::<AllClaims>(token, &key, &validation)
        .map_err(|error| match error.kind() {
            jsonwebtoken::errors::ErrorKind::Json(_) => IdTokenError::Claims,
            _ => IdTokenError::Signature,
        })?
        .claims;
    check_claims(claims, expected)
}

fn check_claims(claims: AllClaims, expected: &Expected<'_>) -> Result<Claims, IdTokenError> {
    if claims.iss != expected.issuer {
        return Err(IdTokenError::Issuer);
    }
    let for_us = match &claims.aud {
        Audience::One(audience) => audience == expected.client_id,
        // With others beside us the token must say that it was made for us.
        Audience::Many(audiences) => {
            audiences
                .iter()
                .any(|audience| audience == expected.client_id)
                && (audiences.len() == 1 || claims.azp.is_some())
        }
    };
    if !for_us || claims.azp.is_some_and(|azp| azp != expected.client_id) {
        return Err(IdTokenError::Audience);
    }
    #[allow(clippy::cast_precision_loss)] // Seconds stay far below 2^53.
    let (earliest, latest) = (
        expected.now.minus(LEEWAY).as_secs() as f64,
        expected.now.plus(LEEWAY).as_secs() as f64,
    );
    let begun = |time: Option<f64>| time.is_none_or(|time| time <= latest);
    if claims.exp <= earliest || !begun(claims.nbf) || !begun(claims.iat) {
        return Err(IdTokenError::Time);
    }
    if let Some(expected) = expected.nonce
        && claims.nonce.as_deref().map(TokenHash::of).as_ref() != Some(expected)
    {
        return Err(IdTokenError::Nonce);
    }
    if claims.sub.is_empty() || claims.sub.len() > 255 {
        return Err(IdTokenError::Claims);
    }
    Ok(Claims {
        sub: claims.sub,
        name: claims.name,
        email: claims.email,
        rest: claims.rest,
    })
}

/// The key of that id; without an id the only key that fits the algorithm.
fn find_key<'a>(keys: &'a JwkSet, kid: Option<&str>, algorithm: Algorithm) -> Option<&'a Jwk> {
    let mut fitting = keys
        .keys
        .iter()
        .filter(|key| fits(key, algorithm))
        .filter(|key| kid.is_none() || key.common.key_id.as_deref() == kid);
    let key = fitting.next()?;
    (kid.is_some() || fitting.next().is_none()).then_some(key)
}

/// Of the algorithm's kind, and not meant for something else (RFC 7517 §4.2, §4.4).
fn fits(key: &Jwk, algorithm: Algorithm) -> bool {
    use Algorithm::{ES256, ES384, EdDSA, PS256, PS384, PS512, RS256, RS384, RS512};
    let kind = match &key.algorithm {
        AlgorithmParameters::RSA(_) => {
            matches!(algorithm, RS256 | RS384 | RS512 | PS256 | PS384 | PS512)
        }
        AlgorithmParameters::EllipticCurve(_) => matches!(algorithm, ES256 | ES384),
        AlgorithmParameters::OctetKeyPair(_) => algorithm == EdDSA,
        _ => false,
    };
    let usage = matches!(
        key.common.public_key_use,
        None | Some(PublicKeyUse::Signature)
    );
    let named = match key.common.key_algorithm {
        None => true,
        Some(KeyAlgorithm::UNKNOWN_ALGORITHM) => false,
        Some(named) => named.to_string().parse() == Ok(algorithm),
    };
    kind && usage && named
}

#[cfg(test)]
#[path = "id_token_tests.rs"]
mod tests;
