//! What forgers try with an `id_token` (SEC-WEB-03).

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::AlgorithmParameters;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

use super::{in_groups, let_in, one_provider, people_of, turned_away};
use crate::support::{Installation, Issuer};

/// Tries a token made of the right claims, and expects that nobody comes in.
async fn refused(
    cloakroom: &Installation,
    issuer: &Issuer,
    what: &str,
    make: impl Fn(&Value) -> String + Send + 'static,
) {
    issuer.forge(make);
    let browser = cloakroom.anonymous();
    let claims = in_groups(&["contoso-keepers"]);
    let answer = issuer.sign_in(&browser, "corp", claims).await;
    let code = turned_away(&browser, &answer).await;
    assert_eq!(code, "portal_id_token", "{what}");
    assert!(people_of(cloakroom, issuer).await.is_empty(), "{what}");
}

fn unsigned(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.", part(header), part(claims))
}

/// Guard: `cloakroom_broker::id_token::read_header`
#[tokio::test]
async fn sec_web_03_a_token_without_signature_lets_nobody_in() {
    let (cloakroom, issuer) = one_provider().await;
    for algorithm in ["none", "None", "NONE", "nOnE"] {
        let header = json!({"alg": algorithm, "typ": "JWT"});
        refused(&cloakroom, &issuer, algorithm, move |claims| {
            unsigned(&header, claims)
        })
        .await;
    }
    let header = json!({"alg": "ES256", "kid": "k"});
    refused(&cloakroom, &issuer, "signature cut off", move |claims| {
        unsigned(&header, claims)
    })
    .await;
}

/// Guard: `cloakroom_broker::id_token::read_header`
#[tokio::test]
async fn sec_web_03_a_token_signed_with_the_public_key_as_secret_lets_nobody_in() {
    let (cloakroom, issuer) = one_provider().await;
    let AlgorithmParameters::EllipticCurve(point) = &issuer.jwk().algorithm else {
        panic!("the issuer has an elliptic key");
    };
    let mut raw = URL_SAFE_NO_PAD.decode(&point.x).unwrap();
    raw.extend(URL_SAFE_NO_PAD.decode(&point.y).unwrap());
    let secrets = [
        raw.clone(),
        [&[4], raw.as_slice()].concat(),
        serde_json::to_vec(issuer.jwk()).unwrap(),
        // Our own client secret is known to whoever else holds it at the provider.
        b"canary-portal-client-secret".to_vec(),
    ];
    for secret in secrets {
        for algorithm in [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512] {
            let key = EncodingKey::from_secret(&secret);
            refused(&cloakroom, &issuer, "HMAC", move |claims| {
                let mut header = Header::new(algorithm);
                header.kid = Some("k".to_owned());
                encode(&header, claims, &key).unwrap()
            })
            .await;
        }
    }
}

/// Guard: `cloakroom_broker::id_token::find_key`
#[tokio::test]
async fn sec_web_03_a_token_of_another_key_lets_nobody_in() {
    let (cloakroom, issuer) = one_provider().await;
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    let key = EncodingKey::from_ec_der(pair.to_pkcs8v1().unwrap().as_ref());
    let jwk = jsonwebtoken::jwk::Jwk::from_encoding_key(&key, Algorithm::ES256).unwrap();
    for (kid, embedded) in [(Some("k"), false), (Some("other"), false), (None, true)] {
        let (key, jwk) = (key.clone(), jwk.clone());
        refused(&cloakroom, &issuer, "another key", move |claims| {
            let mut header = Header::new(Algorithm::ES256);
            header.kid = kid.map(str::to_owned);
            // A key that the token brings along is not the issuer's.
            header.jwk = embedded.then(|| jwk.clone());
            encode(&header, claims, &key).unwrap()
        })
        .await;
    }
}

/// Guard: `cloakroom_broker::id_token::check_claims`
#[tokio::test]
async fn sec_web_03_a_good_signature_under_wrong_claims_lets_nobody_in() {
    let (cloakroom, issuer) = one_provider().await;
    let now = 1_767_225_600;
    for (name, value) in [
        ("aud", json!("another-client")),
        ("aud", json!([])),
        ("aud", json!(["cloakroom-at-corp", "another-client"])),
        ("aud", json!("CLOAKROOM-AT-CORP")),
        ("azp", json!("another-client")),
        ("iss", json!("https://accounts.example")),
        ("iss", json!(format!("{}/", issuer.issuer()))),
        ("exp", json!(now - 301)),
        ("exp", Value::Null),
        ("nbf", json!(now + 301)),
        ("iat", json!(now + 301)),
        ("nonce", json!("another")),
        ("nonce", Value::Null),
        ("sub", json!("")),
        ("sub", Value::Null),
    ] {
        let signer = issuer.clone();
        refused(
            &cloakroom,
            &issuer,
            &format!("{name}: {value}"),
            move |claims| {
                let mut claims = claims.clone();
                claims[name] = value.clone();
                signer.sign(&claims)
            },
        )
        .await;
    }
}

/// Guard: `cloakroom_broker::id_token::check_claims`
#[tokio::test]
async fn sec_web_03_a_token_of_an_earlier_sign_in_lets_nobody_in() {
    let (cloakroom, issuer) = one_provider().await;
    let signer = issuer.clone();
    let kept = std::sync::Arc::new(std::sync::Mutex::new(None::<String>));
    let keep = kept.clone();
    issuer.forge(move |claims| {
        let signed = signer.sign(claims);
        keep.lock().unwrap().get_or_insert(signed).clone()
    });
    let karin = cloakroom.anonymous();
    let claims = || in_groups(&["contoso-keepers"]);
    let first = issuer.sign_in(&karin, "corp", claims()).await;
    let_in(&karin, &first).await;
    let thief = cloakroom.anonymous();
    let replayed = issuer.sign_in(&thief, "corp", claims()).await;
    assert_eq!(turned_away(&thief, &replayed).await, "portal_id_token");
    assert!(kept.lock().unwrap().is_some());
}
