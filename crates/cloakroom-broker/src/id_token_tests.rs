//! An issuer of our own, and what forgers make of its tokens.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cloakroom_model::{Clock as _, TestClock};
use jsonwebtoken::{EncodingKey, Header, encode};
use serde_json::{Value, json};

use super::*;

const ISSUER: &str = "https://as.example";
const CLIENT: &str = "repairs-client";

struct Signer {
    algorithm: Algorithm,
    key: EncodingKey,
    jwk: Jwk,
}

impl Signer {
    fn of(algorithm: Algorithm, key: EncodingKey, kid: &str) -> Self {
        let mut jwk = Jwk::from_encoding_key(&key, algorithm).unwrap();
        jwk.common.key_id = Some(kid.to_owned());
        Self {
            algorithm,
            key,
            jwk,
        }
    }

    fn ed25519(kid: &str) -> Self {
        let key = Ed25519KeyPair::generate().unwrap().to_pkcs8v1().unwrap();
        Self::of(
            Algorithm::EdDSA,
            EncodingKey::from_ed_der(key.as_ref()),
            kid,
        )
    }

    fn p256(kid: &str) -> Self {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
        let key = key.to_pkcs8v1().unwrap();
        Self::of(
            Algorithm::ES256,
            EncodingKey::from_ec_der(key.as_ref()),
            kid,
        )
    }

    fn rsa(algorithm: Algorithm, kid: &str) -> Self {
        let key = aws_lc_rs::rsa::KeyPair::generate(KeySize::Rsa2048).unwrap();
        let pkcs8: aws_lc_rs::encoding::Pkcs8V1Der<'_> = key.as_der().unwrap();
        // The library wants the inner RSAPrivateKey (PKCS#1), which ends the PKCS#8 document.
        let inner = inner_key(pkcs8.as_ref());
        Self::of(algorithm, EncodingKey::from_rsa_der(inner), kid)
    }

    fn sign(&self, claims: &Value) -> IdToken {
        let mut header = Header::new(self.algorithm);
        header.kid.clone_from(&self.jwk.common.key_id);
        IdToken::new(encode(&header, claims, &self.key).unwrap())
    }
}

/// The content of the last OCTET STRING of a PKCS#8 document without attributes.
fn inner_key(pkcs8: &[u8]) -> &[u8] {
    // SEQUENCE { INTEGER 0, SEQUENCE rsaEncryption, OCTET STRING with a length of two bytes }.
    let at = pkcs8
        .windows(4)
        .position(|bytes| bytes[0] == 0x04 && bytes[1] == 0x82)
        .unwrap();
    &pkcs8[at + 4..]
}

fn keys(signers: &[&Signer]) -> JwkSet {
    JwkSet {
        keys: signers.iter().map(|signer| signer.jwk.clone()).collect(),
    }
}

fn now() -> Timestamp {
    TestClock::default().now()
}

fn claims(changes: Value) -> Value {
    let mut claims = json!({
        "iss": ISSUER, "sub": "karin", "aud": CLIENT, "exp": now().as_secs() + 600,
        "iat": now().as_secs(), "nonce": "n0nce", "name": "Karin Blair",
    });
    for (name, value) in changes.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims
}

fn checked(token: &IdToken, keys: &JwkSet) -> Result<Claims, IdTokenError> {
    let nonce = TokenHash::of("n0nce");
    check(
        token,
        keys,
        &Expected {
            issuer: ISSUER,
            client_id: CLIENT,
            nonce: Some(&nonce),
            now: now(),
        },
    )
}

#[test]
fn a_token_of_each_kind_of_key_is_taken() {
    for signer in [
        Signer::ed25519("k"),
        Signer::p256("k"),
        Signer::rsa(Algorithm::RS256, "k"),
        Signer::rsa(Algorithm::PS256, "k"),
    ] {
        let found = checked(&signer.sign(&claims(json!({}))), &keys(&[&signer]));
        let found = found.map(|found| (found.sub, found.name, found.email));
        assert_eq!(
            found,
            Ok(("karin".to_owned(), Some("Karin Blair".to_owned()), None)),
            "{:?}",
            signer.algorithm
        );
    }
}

/// Guard: `cloakroom_broker::id_token::check_claims`
#[test]
fn claims_that_are_not_of_this_sign_in_are_refused() {
    let signer = Signer::ed25519("k");
    let now = now().as_secs();
    for (changes, expected) in [
        (
            json!({"iss": "https://as.example/"}),
            Err(IdTokenError::Issuer),
        ),
        (
            json!({"iss": "https://AS.example"}),
            Err(IdTokenError::Issuer),
        ),
        (json!({"aud": "another"}), Err(IdTokenError::Audience)),
        (json!({"aud": []}), Err(IdTokenError::Audience)),
        (json!({"aud": [CLIENT]}), Ok(())),
        (
            json!({"aud": [CLIENT, "another"]}),
            Err(IdTokenError::Audience),
        ),
        (json!({"aud": [CLIENT, "another"], "azp": CLIENT}), Ok(())),
        (
            json!({"aud": [CLIENT], "azp": "another"}),
            Err(IdTokenError::Audience),
        ),
        (json!({"exp": now - 299}), Ok(())),
        (json!({"exp": now - 300}), Err(IdTokenError::Time)),
        (json!({"nbf": now + 301}), Err(IdTokenError::Time)),
        (json!({"iat": now + 299}), Ok(())),
        (json!({"iat": now + 301}), Err(IdTokenError::Time)),
        (json!({"exp": null}), Err(IdTokenError::Claims)),
        (json!({"nonce": "another"}), Err(IdTokenError::Nonce)),
        (json!({"nonce": null}), Err(IdTokenError::Nonce)),
        (json!({"sub": ""}), Err(IdTokenError::Claims)),
        (json!({"sub": null}), Err(IdTokenError::Claims)),
        (json!({"sub": "x".repeat(256)}), Err(IdTokenError::Claims)),
    ] {
        let found = checked(&signer.sign(&claims(changes.clone())), &keys(&[&signer]));
        assert_eq!(found.map(|_| ()), expected, "{changes}");
    }
}

/// Guard: `cloakroom_broker::id_token::check`
#[test]
fn a_token_without_a_signature_or_with_a_shared_secret_is_refused() {
    let signer = Signer::rsa(Algorithm::RS256, "k");
    let keys = keys(&[&signer]);
    let body = URL_SAFE_NO_PAD.encode(claims(json!({})).to_string());
    for alg in ["none", "None", "nOnE", ""] {
        let header = URL_SAFE_NO_PAD.encode(json!({"alg": alg}).to_string());
        let token = IdToken::new(format!("{header}.{body}."));
        assert!(checked(&token, &keys).is_err(), "{alg}");
    }
    // The public key as an HMAC secret.
    let AlgorithmParameters::RSA(public) = &signer.jwk.algorithm else {
        panic!("an RSA key")
    };
    let mut header = Header::new(Algorithm::HS256);
    header.kid = Some("k".to_owned());
    let forged = encode(
        &header,
        &claims(json!({})),
        &EncodingKey::from_secret(public.n.as_bytes()),
    )
    .unwrap();
    assert_eq!(
        checked(&IdToken::new(forged), &keys),
        Err(IdTokenError::Algorithm)
    );
}

/// Guard: `cloakroom_broker::id_token::find_key`
#[test]
fn only_a_fitting_key_of_the_issuer_opens_a_token() {
    let (issuer, forger) = (Signer::ed25519("k"), Signer::ed25519("k"));
    let token = forger.sign(&claims(json!({})));
    assert_eq!(
        checked(&token, &keys(&[&issuer])),
        Err(IdTokenError::Signature)
    );
    assert_eq!(checked(&token, &keys(&[])), Err(IdTokenError::NoKey));
    let elsewhere = Signer::ed25519("other");
    assert_eq!(
        checked(&token, &keys(&[&elsewhere])),
        Err(IdTokenError::NoKey)
    );
    let mut for_encryption = Signer::ed25519("k");
    for_encryption.jwk.common.public_key_use = Some(PublicKeyUse::Encryption);
    let token = for_encryption.sign(&claims(json!({})));
    assert_eq!(
        checked(&token, &keys(&[&for_encryption])),
        Err(IdTokenError::NoKey)
    );
    // A key of RS256 is not one of PS256.
    let mut signer = Signer::rsa(Algorithm::PS256, "k");
    signer.jwk.common.key_algorithm = Some(KeyAlgorithm::RS256);
    let token = signer.sign(&claims(json!({})));
    assert_eq!(checked(&token, &keys(&[&signer])), Err(IdTokenError::NoKey));
}

#[test]
fn without_a_key_id_only_a_single_fitting_key_is_used() {
    let (one, two, rsa) = (
        Signer::ed25519("a"),
        Signer::ed25519("b"),
        Signer::p256("c"),
    );
    let token = encode(&Header::new(Algorithm::EdDSA), &claims(json!({})), &one.key).unwrap();
    let token = IdToken::new(token);
    assert!(checked(&token, &keys(&[&rsa, &one])).is_ok());
    assert_eq!(
        checked(&token, &keys(&[&one, &two])),
        Err(IdTokenError::NoKey)
    );
}

#[test]
fn a_changed_token_is_refused_and_nothing_of_it_is_shown() {
    let signer = Signer::ed25519("k");
    let token = signer.sign(&claims(json!({})));
    let (start, signature) = token.expose().rsplit_once('.').unwrap();
    let (header, _) = start.split_once('.').unwrap();
    let body = URL_SAFE_NO_PAD.encode(claims(json!({"sub": "canary"})).to_string());
    let error = checked(
        &IdToken::new(format!("{header}.{body}.{signature}")),
        &keys(&[&signer]),
    )
    .unwrap_err();
    assert_eq!(error, IdTokenError::Signature);
    assert!(!format!("{error} {error:?} {}", error.developer()).contains("canary"));
    for text in ["", ".", "..", "a.b.c", "canary"] {
        assert_eq!(
            checked(&IdToken::new(text), &keys(&[&signer])),
            Err(IdTokenError::Malformed)
        );
    }
}

#[test]
fn unknown_kinds_of_keys_in_a_set_are_passed_over() {
    let signer = Signer::ed25519("k");
    let mut set = json!({"keys": [
        {"kty": "AKP", "alg": "ML-DSA-44", "pub": "x"}, {"kty": 7}, "nonsense", null,
    ]});
    set["keys"]
        .as_array_mut()
        .unwrap()
        .push(serde_json::to_value(&signer.jwk).unwrap());
    let keys = read_keys(set.to_string().as_bytes()).unwrap();
    assert!(checked(&signer.sign(&claims(json!({}))), &keys).is_ok());
    assert!(read_keys(b"<html>").is_none());
    assert!(read_keys(b"{}").is_none());
}
