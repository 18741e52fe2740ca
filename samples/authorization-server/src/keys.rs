//! The signing key and the `id_token` (OpenID Connect Core §2), ES256.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::script::IdTokenAnswer;

/// The key could not be made or used.
#[derive(Debug)]
pub(crate) struct KeyError;

/// What an `id_token` says, before the script bends it.
pub(crate) struct Claims<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) client: &'a str,
    pub(crate) user: &'a str,
    pub(crate) name: &'a str,
    pub(crate) nonce: Option<&'a str>,
    pub(crate) now_seconds: u64,
}

/// One key, made at the start; and a second that nobody publishes, for wrong signatures.
pub(crate) struct Keys {
    published: EcdsaKeyPair,
    other: EcdsaKeyPair,
}

fn key() -> Result<EcdsaKeyPair, KeyError> {
    EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map_err(|_| KeyError)
}

const KEY_ID: &str = "sample-1";

impl Keys {
    pub(crate) fn generate() -> Result<Self, KeyError> {
        Ok(Self {
            published: key()?,
            other: key()?,
        })
    }

    /// The JSON Web Key Set (RFC 7517).
    pub(crate) fn jwks(&self) -> Value {
        // An uncompressed point: 0x04, x, y, 32 bytes each.
        let point = self.published.public_key().as_ref();
        let (x, y) = (
            point.get(1..33).unwrap_or_default(),
            point.get(33..65).unwrap_or_default(),
        );
        json!({"keys": [{
            "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": KEY_ID,
            "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y),
        }]})
    }

    /// An `id_token` as the script wants it; `None` where it wants none.
    pub(crate) fn id_token(
        &self,
        claims: &Claims<'_>,
        answer: IdTokenAnswer,
    ) -> Result<Option<String>, KeyError> {
        let mut payload = json!({
            "iss": claims.issuer,
            "sub": claims.user,
            "aud": claims.client,
            "iat": claims.now_seconds,
            "exp": claims.now_seconds + 600,
            "auth_time": claims.now_seconds,
            "name": claims.name,
            "preferred_username": claims.user,
        });
        if let Some(nonce) = claims.nonce {
            payload["nonce"] = json!(nonce);
        }
        match answer {
            IdTokenAnswer::Omitted => return Ok(None),
            IdTokenAnswer::WrongIssuer => payload["iss"] = json!("https://elsewhere.example"),
            IdTokenAnswer::WrongAudience => payload["aud"] = json!("another-client"),
            IdTokenAnswer::WrongNonce => payload["nonce"] = json!("another-nonce"),
            IdTokenAnswer::Expired => {
                payload["iat"] = json!(claims.now_seconds.saturating_sub(4200));
                payload["exp"] = json!(claims.now_seconds.saturating_sub(3600));
            }
            IdTokenAnswer::Unsigned => return Ok(Some(unsigned(&payload))),
            IdTokenAnswer::Valid | IdTokenAnswer::WrongSignature => {}
        }
        let key = if answer == IdTokenAnswer::WrongSignature {
            &self.other
        } else {
            &self.published
        };
        signed(key, &payload).map(Some)
    }
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn signed(key: &EcdsaKeyPair, payload: &Value) -> Result<String, KeyError> {
    let header = json!({"alg": "ES256", "typ": "JWT", "kid": KEY_ID});
    let input = format!("{}.{}", part(&header), part(payload));
    let signature = key
        .sign(&SystemRandom::new(), input.as_bytes())
        .map_err(|_| KeyError)?;
    Ok(format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

fn unsigned(payload: &Value) -> String {
    format!(
        "{}.{}.",
        part(&json!({"alg": "none", "typ": "JWT"})),
        part(payload)
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use jsonwebtoken::jwk::JwkSet;
    use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};

    fn decoded(answer: IdTokenAnswer) -> Result<Value, jsonwebtoken::errors::Error> {
        let keys = Keys::generate().unwrap();
        let claims = Claims {
            issuer: "http://issuer",
            client: "cloakroom",
            user: "karin",
            name: "Karin Blair",
            nonce: Some("n"),
            now_seconds: crate::Clock::system().seconds(),
        };
        let token = keys.id_token(&claims, answer).unwrap().unwrap();
        let set: JwkSet = serde_json::from_value(keys.jwks()).unwrap();
        let key = DecodingKey::from_jwk(&set.keys[0]).unwrap();
        let mut validation = Validation::new(Algorithm::ES256);
        validation.set_issuer(&["http://issuer"]);
        validation.set_audience(&["cloakroom"]);
        decode::<Value>(&token, &key, &validation).map(|token| token.claims)
    }

    #[test]
    fn an_id_token_is_accepted_by_another_implementation() {
        let claims = decoded(IdTokenAnswer::Valid).unwrap();
        assert_eq!(claims["sub"], "karin");
        assert_eq!(claims["nonce"], "n");
    }

    #[test]
    fn each_wrong_id_token_is_refused_by_another_implementation() {
        for answer in [
            IdTokenAnswer::WrongIssuer,
            IdTokenAnswer::WrongAudience,
            IdTokenAnswer::Expired,
            IdTokenAnswer::WrongSignature,
            IdTokenAnswer::Unsigned,
        ] {
            assert!(decoded(answer).is_err(), "{answer:?}");
        }
        assert_eq!(
            decoded(IdTokenAnswer::WrongNonce).unwrap()["nonce"],
            "another-nonce"
        );
    }
}
