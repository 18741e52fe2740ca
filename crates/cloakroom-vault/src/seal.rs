//! AES-256-GCM with associated data, and the format of a sealed value.

use aws_lc_rs::aead::{self, LessSafeKey, UnboundKey};
use cloakroom_model::{Random, TenantId};
use uuid::Uuid;
use zeroize::{Zeroize as _, Zeroizing};

const NONCE: usize = aead::NONCE_LEN;
const TAG: usize = 16;
const WRAPPED: usize = NONCE + 32 + TAG;
/// The first byte of every sealed value; another format gets another number.
const FORMAT: u8 = 1;
const HEADER: usize = 1 + 16 + WRAPPED;

/// Where a sealed value lies. It is part of the associated data: moved to another row, column or
/// tenant, or put back from an earlier generation, the value does not open (SEC-VAULT-02).
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Whose.
    pub tenant: &'a TenantId,
    /// In which table.
    pub table: &'static str,
    /// In which column.
    pub column: &'static str,
    /// In which row.
    pub row: Uuid,
    /// In which generation of the row.
    pub generation: i64,
}

/// A sealed value: format, key id, the wrapped data key, nonce, ciphertext and tag.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

impl std::fmt::Debug for Sealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sealed({} bytes)", self.0.len())
    }
}

/// Why a value did not open. Says nothing of the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Too short, or of a format this version does not know.
    #[error("not a sealed value of a known format")]
    Format,
    /// The key that sealed it is not among the records: this process lacks it.
    #[error("the key that sealed this value is not here")]
    KeyMissing,
    /// Changed, moved, or of another generation.
    #[error("the sealed value does not belong here or was changed")]
    Tampered,
    /// The records of keys could not be read.
    #[error("the keys could not be read: {0}")]
    Records(&'static str),
}

impl Sealed {
    /// From the stored bytes.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes to store.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The id of the key-encryption key, by which rotation finds what is left to seal anew.
    pub fn key_id(&self) -> Result<Uuid, OpenError> {
        if self.0.len() < HEADER + NONCE + TAG || self.0[0] != FORMAT {
            return Err(OpenError::Format);
        }
        Uuid::from_slice(&self.0[1..17]).map_err(|_| OpenError::Format)
    }
}

/// Associated data: length-prefixed parts, so that no two different lists of parts agree.
#[derive(Clone)]
pub(crate) struct Aad(Vec<u8>);

impl Aad {
    pub(crate) fn new(purpose: &[u8]) -> Self {
        let mut aad = Self(Vec::with_capacity(128));
        aad.push(b"cloakroom-1");
        aad.push(purpose);
        aad
    }

    fn push(&mut self, part: &[u8]) {
        self.0.extend_from_slice(&(part.len() as u64).to_be_bytes());
        self.0.extend_from_slice(part);
    }

    pub(crate) fn of_key(tenant: &TenantId, key: Uuid) -> Self {
        let mut aad = Self::new(b"key");
        aad.push(tenant.as_str().as_bytes());
        aad.push(key.as_bytes());
        aad
    }

    pub(crate) fn of_mac(tenant: &TenantId, key: Uuid, purpose: &str) -> Self {
        let mut aad = Self::new(b"mac");
        aad.push(tenant.as_str().as_bytes());
        aad.push(key.as_bytes());
        aad.push(purpose.as_bytes());
        aad
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    fn of_place(purpose: &[u8], key: Uuid, place: &Place<'_>) -> Self {
        let mut aad = Self::new(purpose);
        aad.push(&[FORMAT]);
        aad.push(key.as_bytes());
        aad.push(place.tenant.as_str().as_bytes());
        aad.push(place.table.as_bytes());
        aad.push(place.column.as_bytes());
        aad.push(place.row.as_bytes());
        aad.push(&place.generation.to_be_bytes());
        aad
    }
}

/// Seals under a fresh data key that is wrapped by the key-encryption key.
pub(crate) fn seal(
    kek: &[u8; 32],
    key: Uuid,
    place: &Place<'_>,
    plain: &[u8],
    random: &dyn Random,
) -> Sealed {
    let mut data_key = Zeroizing::new([0_u8; 32]);
    random.fill(data_key.as_mut());
    let mut bytes = Vec::with_capacity(HEADER + NONCE + plain.len() + TAG);
    bytes.push(FORMAT);
    bytes.extend_from_slice(key.as_bytes());
    bytes.extend(encrypt(
        kek,
        &Aad::of_place(b"wrap", key, place),
        data_key.as_ref(),
        random,
    ));
    bytes.extend(encrypt(
        &data_key,
        &Aad::of_place(b"seal", key, place),
        plain,
        random,
    ));
    Sealed(bytes)
}

/// Opens what [`seal`] sealed at the same place.
pub(crate) fn open(
    kek: &[u8; 32],
    place: &Place<'_>,
    sealed: &Sealed,
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let key = sealed.key_id()?;
    let (header, body) = sealed.0.split_at(HEADER);
    let data_key = decrypt(kek, &Aad::of_place(b"wrap", key, place), &header[17..])
        .ok_or(OpenError::Tampered)?;
    let data_key =
        Zeroizing::new(<[u8; 32]>::try_from(data_key.as_slice()).map_err(|_| OpenError::Tampered)?);
    decrypt(&data_key, &Aad::of_place(b"seal", key, place), body).ok_or(OpenError::Tampered)
}

/// Nonce, ciphertext and tag.
pub(crate) fn encrypt(key: &[u8; 32], aad: &Aad, plain: &[u8], random: &dyn Random) -> Vec<u8> {
    let nonce: [u8; NONCE] = random.bytes();
    let mut text = Zeroizing::new(Vec::with_capacity(plain.len() + TAG));
    text.extend_from_slice(plain);
    let sealed = cipher(key).seal_in_place_append_tag(
        aead::Nonce::assume_unique_for_key(nonce),
        aead::Aad::from(&aad.0),
        &mut *text,
    );
    // It fails only for inputs beyond 64 GiB, which the limits on every secret exclude by far.
    assert!(
        sealed.is_ok(),
        "AES-256-GCM refused an input of {} bytes",
        plain.len()
    );
    let mut bytes = Vec::with_capacity(NONCE + text.len());
    bytes.extend_from_slice(&nonce);
    bytes.extend_from_slice(&text);
    bytes
}

/// The plaintext, or `None` when anything differs; no partial plaintext remains (SEC-VAULT-04).
pub(crate) fn decrypt(key: &[u8; 32], aad: &Aad, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    if sealed.len() < NONCE + TAG {
        return None;
    }
    let (nonce, body) = sealed.split_at(NONCE);
    let nonce = aead::Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut buffer = Zeroizing::new(body.to_vec());
    let opened = cipher(key).open_in_place(nonce, aead::Aad::from(&aad.0), &mut buffer);
    if let Ok(plain) = opened {
        let length = plain.len();
        buffer.truncate(length);
        Some(buffer)
    } else {
        buffer.zeroize();
        None
    }
}

#[allow(clippy::expect_used)]
fn cipher(key: &[u8; 32]) -> LessSafeKey {
    // AES-256 takes every key of 32 bytes.
    LessSafeKey::new(UnboundKey::new(&aead::AES_256_GCM, key).expect("a key of 32 bytes"))
}

#[cfg(test)]
mod tests {
    use cloakroom_model::{SeededRandom, Timestamp};
    use proptest::prelude::*;

    use super::*;

    fn tenant(name: &str) -> TenantId {
        name.parse().unwrap()
    }

    fn row(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    /// Guard: `cloakroom_vault::seal::open`
    #[test]
    fn sec_vault_02_a_value_moved_to_another_place_does_not_open() {
        let random = SeededRandom::new(1);
        let (a, b) = (tenant("a"), tenant("b"));
        let key = Timestamp::from_millis(0).new_uuid(&random);
        let place = Place {
            tenant: &a,
            table: "grants",
            column: "access_token",
            row: row(1),
            generation: 3,
        };
        let sealed = seal(&[7; 32], key, &place, b"canary", &random);
        assert_eq!(
            open(&[7; 32], &place, &sealed).unwrap().as_slice(),
            b"canary"
        );
        for elsewhere in [
            Place {
                tenant: &b,
                ..place
            },
            Place {
                table: "sign_ins",
                ..place
            },
            Place {
                column: "refresh_token",
                ..place
            },
            Place {
                row: row(2),
                ..place
            },
            Place {
                generation: 2,
                ..place
            },
            Place {
                generation: 4,
                ..place
            },
        ] {
            assert_eq!(
                open(&[7; 32], &elsewhere, &sealed).unwrap_err(),
                OpenError::Tampered,
                "{elsewhere:?}"
            );
        }
        assert_eq!(
            open(&[8; 32], &place, &sealed).unwrap_err(),
            OpenError::Tampered
        );
    }

    /// Guard: `cloakroom_vault::seal::decrypt`
    #[test]
    fn sec_vault_04_flipping_any_bit_gives_an_error_and_no_plaintext() {
        let random = SeededRandom::new(1);
        let a = tenant("a");
        let place = Place {
            tenant: &a,
            table: "t",
            column: "c",
            row: row(1),
            generation: 1,
        };
        let sealed = seal(&[7; 32], row(9), &place, b"canary", &random);
        for bit in 0..sealed.0.len() * 8 {
            let mut changed = sealed.clone();
            changed.0[bit / 8] ^= 1 << (bit % 8);
            let error = open(&[7; 32], &place, &changed).unwrap_err();
            assert!(
                matches!(error, OpenError::Tampered | OpenError::Format),
                "bit {bit}: {error:?}"
            );
        }
        for length in 0..sealed.0.len() {
            assert!(open(&[7; 32], &place, &Sealed(sealed.0[..length].to_vec())).is_err());
        }
    }

    /// Guard: `cloakroom_vault::seal::Sealed::key_id`
    #[test]
    fn sec_vault_04_what_is_too_short_is_of_no_known_format_and_an_empty_value_is_not() {
        let random = SeededRandom::new(1);
        let a = tenant("a");
        let place = Place {
            tenant: &a,
            table: "t",
            column: "c",
            row: row(1),
            generation: 1,
        };
        let sealed = seal(&[7; 32], row(9), &place, b"", &random);
        assert_eq!(sealed.key_id(), Ok(row(9)));
        assert!(open(&[7; 32], &place, &sealed).unwrap().is_empty());
        for length in 0..sealed.as_bytes().len() {
            let cut = Sealed::from_bytes(sealed.as_bytes()[..length].to_vec());
            assert_eq!(cut.key_id(), Err(OpenError::Format), "{length}");
        }
        assert_eq!(
            format!("{sealed:?}"),
            format!("Sealed({} bytes)", sealed.as_bytes().len())
        );
    }

    #[test]
    fn parts_of_the_associated_data_cannot_flow_into_each_other() {
        let random = SeededRandom::new(1);
        let (ab, a) = (tenant("ab"), tenant("a"));
        let place = Place {
            tenant: &ab,
            table: "c",
            column: "x",
            row: row(1),
            generation: 1,
        };
        let sealed = seal(&[7; 32], row(9), &place, b"canary", &random);
        assert!(
            open(
                &[7; 32],
                &Place {
                    tenant: &a,
                    table: "bc",
                    ..place
                },
                &sealed
            )
            .is_err()
        );
    }

    /// Guard: `cloakroom_vault::seal::encrypt`
    #[test]
    fn sec_vault_03_no_nonce_and_no_ciphertext_repeats() {
        let random = cloakroom_model::SystemRandom;
        let a = tenant("a");
        let place = Place {
            tenant: &a,
            table: "t",
            column: "c",
            row: row(1),
            generation: 1,
        };
        let mut seen = std::collections::HashSet::new();
        for _ in 0..20_000 {
            let sealed = seal(&[7; 32], row(9), &place, b"x", &random);
            assert!(seen.insert(sealed.0[17..17 + NONCE].to_vec()));
            assert!(seen.insert(sealed.0[HEADER..HEADER + NONCE].to_vec()));
        }
    }

    proptest! {
        #[test]
        fn any_value_opens_to_itself_and_any_bytes_open_to_an_error(
            plain in proptest::collection::vec(any::<u8>(), 0..2000),
            noise in proptest::collection::vec(any::<u8>(), 0..300),
        ) {
            let a = tenant("a");
            let place = Place { tenant: &a, table: "t", column: "c", row: row(1), generation: 1 };
            let sealed = seal(&[7; 32], row(9), &place, &plain, &SeededRandom::new(4));
            let opened = open(&[7; 32], &place, &sealed).unwrap();
            prop_assert_eq!(opened.as_slice(), plain.as_slice());
            prop_assert!(open(&[7; 32], &place, &Sealed(noise)).is_err());
        }
    }
}
