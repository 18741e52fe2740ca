//! Keys that vouch instead of sealing: for short codes and for what we hand out to get it back.

use aws_lc_rs::{hkdf, hmac};
use cloakroom_model::TenantId;
use uuid::Uuid;

use crate::seal::Aad;
use crate::secret::TokenHash;

/// A key for HMAC-SHA256, derived from one of the tenant's key-encryption keys for one purpose
/// (HKDF-Expand, RFC 5869 §2.3). Another purpose, tenant or key gives an unrelated one, and every
/// process with the master key derives the same.
pub struct MacKey {
    id: Uuid,
    key: hmac::Key,
}

impl std::fmt::Debug for MacKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MacKey({})", self.id)
    }
}

impl MacKey {
    pub(crate) fn derive(kek: &[u8; 32], tenant: &TenantId, id: Uuid, purpose: &str) -> Self {
        let info = Aad::of_mac(tenant, id, purpose);
        let prk = hkdf::Prk::new_less_safe(hkdf::HKDF_SHA256, kek);
        let info = [info.as_bytes()];
        // It fails only for outputs beyond 255 blocks (RFC 5869 §2.3); this one is a block.
        #[allow(clippy::expect_used)]
        let okm = prk.expand(&info, hmac::HMAC_SHA256).expect("one block");
        Self {
            id,
            key: hmac::Key::from(okm),
        }
    }

    /// The key-encryption key it comes from. What is kept or handed out beside a tag, so that the
    /// same key is found again.
    pub const fn id(&self) -> Uuid {
        self.id
    }

    /// The tag of a message: 32 bytes.
    pub fn tag(&self, message: &[u8]) -> [u8; 32] {
        let mut tag = [0; 32];
        tag.copy_from_slice(hmac::sign(&self.key, message).as_ref());
        tag
    }

    /// Whether a tag is that of a message, in constant time.
    pub fn verify(&self, message: &[u8], tag: &[u8]) -> bool {
        hmac::verify(&self.key, message, tag).is_ok()
    }

    /// The tag in the place of a hash: for secrets with so few possibilities that whoever reads
    /// the database could try them all against a plain one.
    pub fn hash(&self, message: &[u8]) -> TokenHash {
        TokenHash::from_tag(self.tag(message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(tenant: &str, id: u128, purpose: &str) -> MacKey {
        let tenant = tenant.parse().unwrap();
        MacKey::derive(&[7; 32], &tenant, Uuid::from_u128(id), purpose)
    }

    #[test]
    fn a_tag_is_good_for_its_message_tenant_key_and_purpose_alone() {
        let tag = key("contoso", 1, "digits").tag(b"123456");
        assert!(key("contoso", 1, "digits").verify(b"123456", &tag));
        assert!(!key("contoso", 1, "digits").verify(b"123457", &tag));
        assert!(!key("contoso", 1, "digits").verify(b"123456", &tag[1..]));
        for other in [
            key("fabrikam", 1, "digits"),
            key("contoso", 2, "digits"),
            key("contoso", 1, "images"),
        ] {
            assert!(!other.verify(b"123456", &tag), "{other:?}");
        }
        let tenant = "contoso".parse().unwrap();
        let other = MacKey::derive(&[8; 32], &tenant, Uuid::from_u128(1), "digits");
        assert!(!other.verify(b"123456", &tag));
    }

    #[test]
    fn a_hash_is_the_tag() {
        let key = key("contoso", 1, "digits");
        assert_eq!(key.hash(b"1").as_bytes(), &key.tag(b"1"));
    }
}
