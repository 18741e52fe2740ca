//! The master key: wraps key-encryption keys and nothing else.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use cloakroom_model::Random;
use zeroize::Zeroizing;

use crate::seal::{Aad, decrypt, encrypt};

/// What the key-check value holds once opened.
const CHECK: &[u8] = b"cloakroom master key";

/// Why a text is not a master key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MasterKeyError {
    /// It is not base64.
    #[error(
        "the master key is not base64; it must be 32 random bytes, such as `openssl rand -base64 32` prints"
    )]
    NotBase64,
    /// It has another length.
    #[error("the master key has {0} bytes instead of 32; make one with `openssl rand -base64 32`")]
    Length(usize),
}

/// 256 bits that open everything. They never lie beside the data they protect.
pub struct MasterKey(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

impl MasterKey {
    /// A new one.
    pub fn generate(random: &dyn Random) -> Self {
        let mut key = Zeroizing::new([0; 32]);
        random.fill(key.as_mut());
        Self(key)
    }

    /// Reads base64 (standard or url-safe) of 32 bytes, as a file or an environment variable has it.
    ///
    /// # Errors
    /// When it is not base64 or has another length; never guesses.
    pub fn from_text(text: &str) -> Result<Self, MasterKeyError> {
        let text = text.trim();
        let bytes = Zeroizing::new(
            STANDARD
                .decode(text)
                .or_else(|_| STANDARD_NO_PAD.decode(text))
                .or_else(|_| URL_SAFE_NO_PAD.decode(text))
                .map_err(|_| MasterKeyError::NotBase64)?,
        );
        let key = <[u8; 32]>::try_from(bytes.as_slice())
            .map_err(|_| MasterKeyError::Length(bytes.len()))?;
        Ok(Self(Zeroizing::new(key)))
    }

    /// The key as [`MasterKey::from_text`] reads it.
    pub fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(STANDARD.encode(self.0.as_ref()))
    }

    /// The value by which this key is recognised at the next start.
    pub(crate) fn check_value(&self, random: &dyn Random) -> Vec<u8> {
        encrypt(&self.0, &Aad::new(b"check"), CHECK, random)
    }

    /// Whether a stored key-check value was made with this key.
    pub(crate) fn matches(&self, check_value: &[u8]) -> bool {
        decrypt(&self.0, &Aad::new(b"check"), check_value)
            .is_some_and(|opened| opened.as_slice() == CHECK)
    }

    pub(crate) fn wrap(&self, aad: &Aad, key: &[u8; 32], random: &dyn Random) -> Vec<u8> {
        encrypt(&self.0, aad, key, random)
    }

    pub(crate) fn unwrap(&self, aad: &Aad, wrapped: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
        let opened = decrypt(&self.0, aad, wrapped)?;
        <[u8; 32]>::try_from(opened.as_slice())
            .ok()
            .map(Zeroizing::new)
    }
}

#[cfg(test)]
mod tests {
    use cloakroom_model::SeededRandom;

    use super::*;

    #[test]
    fn a_key_reads_back_from_its_text() {
        let key = MasterKey::generate(&SeededRandom::new(1));
        let again = MasterKey::from_text(&key.to_text()).unwrap();
        assert_eq!(*again.0, *key.0);
    }

    /// Guard: `cloakroom_vault::master::MasterKey::from_text`
    #[test]
    fn sec_vault_05_a_malformed_or_truncated_key_is_refused() {
        assert_eq!(
            MasterKey::from_text("not base64!").unwrap_err(),
            MasterKeyError::NotBase64
        );
        assert_eq!(
            MasterKey::from_text("").unwrap_err(),
            MasterKeyError::Length(0)
        );
        let whole = MasterKey::generate(&SeededRandom::new(1)).to_text();
        for cut in 1..whole.len() {
            assert!(
                MasterKey::from_text(&whole[..whole.len() - cut]).is_err() || cut == 1,
                "{cut}"
            );
        }
    }

    /// Guard: `cloakroom_vault::master::MasterKey::matches`
    #[test]
    fn sec_vault_05_another_key_does_not_match_the_check_value() {
        let random = SeededRandom::new(2);
        let (key, other) = (MasterKey::generate(&random), MasterKey::generate(&random));
        let check = key.check_value(&random);
        assert!(key.matches(&check));
        assert!(!other.matches(&check));
        assert!(!key.matches(&check[1..]));
        assert!(!key.matches(&[]));
    }

    /// Guard: `cloakroom_vault::master::MasterKey::unwrap`
    #[test]
    fn sec_vault_02_a_wrapped_key_unwraps_for_its_tenant_and_id_under_its_master_alone() {
        let random = SeededRandom::new(1);
        let master = MasterKey::generate(&random);
        let id = uuid::Uuid::from_u128(1);
        let (contoso, fabrikam) = ("contoso".parse().unwrap(), "fabrikam".parse().unwrap());
        let aad = Aad::of_key(&contoso, id);
        let wrapped = master.wrap(&aad, &[42; 32], &random);
        assert_eq!(*master.unwrap(&aad, &wrapped).unwrap(), [42; 32]);
        let others = [
            Aad::of_key(&fabrikam, id),
            Aad::of_key(&contoso, uuid::Uuid::from_u128(2)),
            Aad::new(b"check"),
        ];
        for other in others {
            assert!(master.unwrap(&other, &wrapped).is_none());
        }
        let another = MasterKey::generate(&random);
        assert!(another.unwrap(&aad, &wrapped).is_none());
        // A sealed text of another length is no key.
        let text = encrypt(&master.0, &aad, b"short", &random);
        assert!(master.unwrap(&aad, &text).is_none());
    }
}
