//! Signed paths: which image, for which app's map, until when. Only what an answer of ours held is
//! ever fetched, so that the door is no proxy for everybody.

use std::time::Duration;

use cloakroom_model::{ManifestId, TenantId, Timestamp};
use cloakroom_vault::{MacKey, OpenError, Vault};
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use url::Url;
use uuid::Uuid;

/// What the vault's key for these paths is for.
pub(crate) const PURPOSE: &str = "images.path";
/// How long a path is good.
const LIFETIME: Duration = Duration::from_hours(24);
/// Paths end at full hours, so that a browser's cache serves the same image again.
const HOUR: i64 = 60 * 60 * 1000;
/// Longest path that is looked at.
const MAX_PATH: usize = 8 * 1024;

/// What a path stands for, in the tenant whose key signed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Wanted {
    #[serde(rename = "a")]
    pub(crate) app: ManifestId,
    #[serde(rename = "u")]
    pub(crate) url: Url,
    #[serde(rename = "e")]
    until: Timestamp,
}

/// The last segment of the path: the key's id, what is wanted, and the tag, each in base64url.
pub(crate) fn sign(key: &MacKey, app: &ManifestId, url: &Url, now: Timestamp) -> String {
    let until = now.plus(LIFETIME).as_millis();
    let until = Timestamp::from_millis(until - until.rem_euclid(HOUR));
    let wanted = Wanted {
        app: app.clone(),
        url: url.clone(),
        until,
    };
    // Plain texts and a number: this serializes.
    let body = serde_json::to_vec(&wanted).unwrap_or_default();
    format!(
        "{}.{}.{}",
        BASE64URL_NOPAD.encode(key.id().as_bytes()),
        BASE64URL_NOPAD.encode(&body),
        BASE64URL_NOPAD.encode(&key.tag(&body))
    )
}

/// What a path stands for, if it was signed with a key of this tenant and its time is not over.
///
/// # Errors
/// When the keys cannot be read.
pub(crate) async fn verify(
    vault: &Vault,
    tenant: &TenantId,
    path: &str,
    now: Timestamp,
) -> Result<Option<Wanted>, OpenError> {
    let Some(signed) = Signed::read(path) else {
        return Ok(None);
    };
    match vault.mac_key_of(tenant, signed.key, PURPOSE).await {
        Ok(key) => Ok(signed.open(&key, now)),
        Err(OpenError::Records(error)) => Err(OpenError::Records(error)),
        Err(_) => Ok(None),
    }
}

/// A path in its parts; nothing is proven yet.
struct Signed {
    key: Uuid,
    body: Vec<u8>,
    tag: Vec<u8>,
}

impl Signed {
    fn read(path: &str) -> Option<Self> {
        if path.len() > MAX_PATH {
            return None;
        }
        let (key, rest) = path.split_once('.')?;
        let (body, tag) = rest.split_once('.')?;
        let decode = |text: &str| BASE64URL_NOPAD.decode(text.as_bytes()).ok();
        Some(Self {
            key: Uuid::from_slice(&decode(key)?).ok()?,
            body: decode(body)?,
            tag: decode(tag)?,
        })
    }

    fn open(&self, key: &MacKey, now: Timestamp) -> Option<Wanted> {
        if !key.verify(&self.body, &self.tag) {
            return None;
        }
        let wanted: Wanted = serde_json::from_slice(&self.body).ok()?;
        (now < wanted.until).then_some(wanted)
    }
}
