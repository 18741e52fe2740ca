//! A type for each kind of secret. None can be printed, logged, serialized or compared by
//! accident, and each wipes its memory (SEC-VAULT-09).

use aws_lc_rs::{constant_time, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cloakroom_model::Random;
use zeroize::Zeroize;

/// The SHA-256 of a secret: what the store keeps of secrets that are only ever recognised.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    /// The 32 bytes, as stored.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// From the stored bytes; `None` unless there are 32.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub(crate) const fn from_tag(tag: [u8; 32]) -> Self {
        Self(tag)
    }

    /// The hash of a text.
    pub fn of(text: &str) -> Self {
        let mut hash = [0; 32];
        hash.copy_from_slice(digest::digest(&digest::SHA256, text.as_bytes()).as_ref());
        Self(hash)
    }
}

macro_rules! secret {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        pub struct $name(String);

        impl $name {
            /// Takes a secret in.
            pub fn new(secret: impl Into<String>) -> Self {
                Self(secret.into())
            }

            /// A new one with 256 random bits, in base64url.
            pub fn generate(random: &dyn Random) -> Self {
                let mut bytes = [0_u8; 32];
                random.fill(&mut bytes);
                let text = URL_SAFE_NO_PAD.encode(bytes);
                bytes.zeroize();
                Self(text)
            }

            /// The secret itself. Only for sending it where it belongs, or for sealing.
            pub fn expose(&self) -> &str {
                &self.0
            }

            /// Its SHA-256.
            pub fn hash(&self) -> TokenHash {
                TokenHash::of(&self.0)
            }

            /// Whether another is the same, in time that depends on the length alone.
            pub fn ct_eq(&self, other: &Self) -> bool {
                constant_time::verify_slices_are_equal(self.0.as_bytes(), other.0.as_bytes()).is_ok()
            }
        }

        impl Drop for $name {
            fn drop(&mut self) {
                self.0.zeroize();
            }
        }
    };
}

macro_rules! shown_as_dots {
    ($($name:ident),* $(,)?) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}

secret!(
    /// The secret of an OAuth client (RFC 6749 §2.3.1).
    ClientSecret
);
secret!(
    /// An access token (RFC 6749 §1.4).
    AccessToken
);
secret!(
    /// A refresh token (RFC 6749 §1.5).
    RefreshToken
);
secret!(
    /// An `id_token` of OpenID Connect.
    IdToken
);
secret!(
    /// An authorization code (RFC 6749 §1.3.1).
    AuthorizationCode
);
secret!(
    /// A PKCE code verifier (RFC 7636 §4.1). Not `Clone`: each belongs to one flow.
    PkceVerifier
);
secret!(
    /// The `nonce` of an authentication request (OpenID Connect Core §3.1.2.1).
    Nonce
);
secret!(
    /// An API key of an API key registration.
    ApiKey
);
secret!(
    /// What a host presents.
    HostCredential
);
secret!(
    /// The id of a browser session.
    SessionToken
);
secret!(
    /// The `state` of an authorization request.
    StateToken
);
secret!(
    /// The cookie value that ties a callback to the browser that went to the provider.
    BindingToken
);
secret!(
    /// What a sign-in link carries. Holding it proves nobody.
    TicketToken
);
secret!(
    /// What a link to enter by carries.
    EnterCode
);
secret!(
    /// The six digits that confirm a sign-in.
    ConfirmCode
);
secret!(
    /// The administrator's token.
    AdminToken
);
secret!(
    /// The token that a form of ours carries against cross-site requests.
    CsrfToken
);

shown_as_dots!(
    ClientSecret,
    AccessToken,
    RefreshToken,
    IdToken,
    AuthorizationCode,
    PkceVerifier,
    Nonce,
    ApiKey,
    HostCredential,
    SessionToken,
    StateToken,
    BindingToken,
    TicketToken,
    EnterCode,
    ConfirmCode,
    AdminToken,
    CsrfToken,
);

macro_rules! prefixed {
    ($name:ident, $prefix:literal) => {
        impl $name {
            /// What each begins with, so that a leaked one is recognised by scanners.
            pub const PREFIX: &'static str = $prefix;

            /// A new one with 256 random bits behind its prefix.
            pub fn issue(random: &dyn Random) -> Self {
                let plain = Self::generate(random);
                Self(format!("{}{}", $prefix, plain.expose()))
            }
        }
    };
}

prefixed!(HostCredential, "hst_");
prefixed!(AdminToken, "adm_");

impl ConfirmCode {
    /// Six random digits, each equally likely.
    pub fn issue(random: &dyn Random) -> Self {
        // 2^32 is not a multiple of 10^6; drawing again above the last multiple keeps it fair.
        const LIMIT: u32 = u32::MAX - u32::MAX % 1_000_000;
        loop {
            let number = u32::from_le_bytes(random.bytes());
            if number < LIMIT {
                return Self(format!("{:06}", number % 1_000_000));
            }
        }
    }
}

impl PkceVerifier {
    /// The S256 challenge (RFC 7636 §4.2).
    pub fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.hash().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use cloakroom_model::SeededRandom;

    use super::*;

    macro_rules! lacks {
        ($type:ty, $($bound:path),*) => {$({
            // Ambiguous, and so a compile error, if the type had the bound.
            trait Probe<A> { fn probe() {} }
            impl<T: ?Sized> Probe<()> for T {}
            #[allow(dead_code)]
            struct Has;
            impl<T: ?Sized + $bound> Probe<Has> for T {}
            <$type as Probe<_>>::probe();
        })*};
    }

    #[test]
    fn sec_vault_09_secrets_cannot_be_displayed_compared_or_cloned() {
        lacks!(
            AccessToken,
            std::fmt::Display,
            PartialEq,
            Clone,
            std::hash::Hash
        );
        lacks!(RefreshToken, std::fmt::Display, PartialEq, Clone);
        lacks!(ClientSecret, std::fmt::Display, PartialEq, Clone);
        lacks!(PkceVerifier, std::fmt::Display, PartialEq, Clone);
        lacks!(ApiKey, std::fmt::Display, PartialEq, Clone);
    }

    #[test]
    fn sec_vault_09_debug_shows_dots() {
        let shown = format!(
            "{:?} {:?}",
            AccessToken::new("canary"),
            PkceVerifier::new("canary")
        );
        assert_eq!(shown, "AccessToken(…) PkceVerifier(…)");
    }

    #[test]
    fn equal_secrets_compare_equal_and_others_do_not() {
        assert!(StateToken::new("a").ct_eq(&StateToken::new("a")));
        assert!(!StateToken::new("a").ct_eq(&StateToken::new("b")));
        assert!(!StateToken::new("a").ct_eq(&StateToken::new("aa")));
    }

    #[test]
    fn the_challenge_is_that_of_rfc_7636_appendix_b() {
        let verifier = PkceVerifier::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(
            verifier.challenge(),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    #[test]
    fn confirmation_codes_have_six_digits() {
        let random = SeededRandom::new(5);
        for _ in 0..100 {
            let code = ConfirmCode::issue(&random);
            assert!(code.expose().len() == 6 && code.expose().bytes().all(|b| b.is_ascii_digit()));
        }
    }

    /// Gives these numbers, one a draw.
    #[derive(Debug)]
    struct Drawn(std::sync::Mutex<Vec<u32>>);

    impl Random for Drawn {
        fn fill(&self, bytes: &mut [u8]) {
            let number = self.0.lock().unwrap().remove(0);
            bytes.copy_from_slice(&number.to_le_bytes());
        }
    }

    /// Of the numbers below 2^32, the last 967,296 would make some codes likelier than others.
    ///
    /// Guard: `cloakroom_vault::secret::ConfirmCode::issue`
    #[test]
    fn sec_signin_09_each_code_is_equally_likely() {
        for (drawn, code) in [
            (vec![0], "000000"),
            (vec![1_000_042], "000042"),
            (vec![4_293_999_999], "999999"),
            (vec![4_294_000_000, u32::MAX, 7], "000007"),
        ] {
            let random = Drawn(drawn.into());
            assert_eq!(ConfirmCode::issue(&random).expose(), code);
            assert!(random.0.lock().unwrap().is_empty());
        }
    }

    /// Guard: `cloakroom_vault::secret::StateToken::generate`
    #[test]
    fn sec_signin_06_a_state_has_at_least_128_random_bits_and_none_repeats() {
        let random = SeededRandom::new(9);
        let states: std::collections::HashSet<_> = (0..1000)
            .map(|_| StateToken::generate(&random).expose().to_owned())
            .collect();
        assert_eq!(states.len(), 1000);
        assert!(states.iter().all(|state| state.len() == 43));
    }
}
