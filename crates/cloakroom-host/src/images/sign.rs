//! Signed paths: which image, for which app's map, until when. Only what an answer of ours held is
//! ever fetched, so that the door is no proxy for everybody.

use std::time::Duration;

use aws_lc_rs::hmac;
use cloakroom_model::{ManifestId, Random, TenantId, Timestamp};
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use url::Url;

/// How long a path is good.
const LIFETIME: Duration = Duration::from_hours(24);
/// Paths end at full hours, so that a browser's cache serves the same image again.
const HOUR: i64 = 60 * 60 * 1000;
/// Longest path that is looked at.
const MAX_PATH: usize = 8 * 1024;

/// Signs paths with a key that lives as long as the process.
#[derive(Debug)]
pub(crate) struct Signer(hmac::Key);

/// What a path stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Wanted {
    #[serde(rename = "t")]
    pub(crate) tenant: TenantId,
    #[serde(rename = "a")]
    pub(crate) app: ManifestId,
    #[serde(rename = "u")]
    pub(crate) url: Url,
    #[serde(rename = "e")]
    until: Timestamp,
}

impl Signer {
    pub(crate) fn new(random: &dyn Random) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, &random.bytes::<32>()))
    }

    /// The last segment of the path.
    pub(crate) fn sign(
        &self,
        tenant: &TenantId,
        app: &ManifestId,
        url: &Url,
        now: Timestamp,
    ) -> String {
        let until = now.plus(LIFETIME).as_millis();
        let until = Timestamp::from_millis(until - until.rem_euclid(HOUR));
        let wanted = Wanted {
            tenant: tenant.clone(),
            app: app.clone(),
            url: url.clone(),
            until,
        };
        // Plain texts and a number: this serializes.
        let body = serde_json::to_vec(&wanted).unwrap_or_default();
        let tag = hmac::sign(&self.0, &body);
        format!(
            "{}.{}",
            BASE64URL_NOPAD.encode(&body),
            BASE64URL_NOPAD.encode(tag.as_ref())
        )
    }

    /// What a path stands for, if it was signed here and its time is not over.
    pub(crate) fn verify(&self, path: &str, now: Timestamp) -> Option<Wanted> {
        if path.len() > MAX_PATH {
            return None;
        }
        let (body, tag) = path.split_once('.')?;
        let body = BASE64URL_NOPAD.decode(body.as_bytes()).ok()?;
        let tag = BASE64URL_NOPAD.decode(tag.as_bytes()).ok()?;
        hmac::verify(&self.0, &body, &tag).ok()?;
        let wanted: Wanted = serde_json::from_slice(&body).ok()?;
        (now < wanted.until).then_some(wanted)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use cloakroom_model::SeededRandom;

    use super::*;

    fn signed() -> (Signer, String) {
        let signer = Signer::new(&SeededRandom::new(1));
        let url = Url::parse("https://a.example/x.png").unwrap();
        let path = signer.sign(
            &"contoso".parse().unwrap(),
            &"app".parse().unwrap(),
            &url,
            Timestamp::from_millis(0),
        );
        (signer, path)
    }

    #[test]
    fn a_signed_path_is_good_for_a_day() {
        let (signer, path) = signed();
        let wanted = signer
            .verify(&path, Timestamp::from_millis(23 * HOUR))
            .unwrap();
        assert_eq!(wanted.url.as_str(), "https://a.example/x.png");
        assert_eq!(
            signer.verify(&path, Timestamp::from_millis(24 * HOUR)),
            None
        );
    }

    /// Guard: `cloakroom_host::images::sign::Signer::verify`
    #[test]
    fn sec_pkg_16_a_path_that_was_changed_or_made_elsewhere_is_refused() {
        let (signer, path) = signed();
        let now = Timestamp::from_millis(0);
        let (body, tag) = path.split_once('.').unwrap();
        let mut wanted: Wanted =
            serde_json::from_slice(&BASE64URL_NOPAD.decode(body.as_bytes()).unwrap()).unwrap();
        wanted.url = Url::parse("https://169.254.169.254/").unwrap();
        let forged = BASE64URL_NOPAD.encode(&serde_json::to_vec(&wanted).unwrap());
        assert_eq!(signer.verify(&format!("{forged}.{tag}"), now), None);
        assert_eq!(Signer::new(&SeededRandom::new(2)).verify(&path, now), None);
        for text in ["", ".", body, "a.b", &path[1..]] {
            assert_eq!(signer.verify(text, now), None, "{text}");
        }
    }
}
