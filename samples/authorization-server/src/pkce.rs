//! Proof Key for Code Exchange (RFC 7636), method S256 only.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// A `code_challenge` as it came with the authorization request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Challenge(String);

impl Challenge {
    /// Reads `code_challenge` and `code_challenge_method`. A missing method would mean `plain`,
    /// which is refused as well.
    pub(crate) fn read(challenge: &str, method: Option<&str>) -> Result<Self, &'static str> {
        if method != Some("S256") {
            return Err("code_challenge_method must be S256");
        }
        match URL_SAFE_NO_PAD.decode(challenge) {
            Ok(digest) if digest.len() == 32 => Ok(Self(challenge.to_owned())),
            _ => Err("code_challenge is not a SHA-256 digest in base64url"),
        }
    }

    /// Whether `verifier` is the one that this challenge was made from.
    pub(crate) fn matches(&self, verifier: &str) -> bool {
        let computed = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
        verify_slices_are_equal(computed.as_bytes(), self.0.as_bytes()).is_ok()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn the_example_of_rfc_7636_appendix_b_matches() {
        let challenge =
            Challenge::read("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", Some("S256")).unwrap();
        assert!(challenge.matches("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
        assert!(!challenge.matches("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl"));
    }

    #[test]
    fn plain_is_refused() {
        let digest = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert!(Challenge::read(digest, Some("plain")).is_err());
        assert!(Challenge::read(digest, None).is_err());
        assert!(Challenge::read("short", Some("S256")).is_err());
    }
}
