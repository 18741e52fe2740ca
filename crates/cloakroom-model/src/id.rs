//! Names of things: public ids that people and manifests carry, and internal ones that never leave.

use std::fmt;
use std::str::FromStr;

use data_encoding::{Encoding, Specification};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Random, Timestamp};

/// Crockford's base32 without padding, lower case, for public ids.
fn base32() -> Encoding {
    let mut spec = Specification::new();
    spec.symbols.push_str("0123456789abcdefghjkmnpqrstvwxyz");
    spec.translate.from.push_str("ABCDEFGHJKMNPQRSTVWXYZ");
    spec.translate.to.push_str("abcdefghjkmnpqrstvwxyz");
    // The specification above is constant and valid: 32 distinct symbols, translations onto them.
    spec.encoding().unwrap_or(data_encoding::BASE32_NOPAD)
}

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// It does not begin as this kind of id does.
    #[error("expected an id that begins with `{0}`")]
    Prefix(&'static str),
    /// It is empty, too long, or holds a character that ids never have.
    #[error("not a valid {0}")]
    Malformed(&'static str),
}

macro_rules! public_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// What every id of this kind begins with.
            pub const PREFIX: &'static str = $prefix;

            /// A new id with 128 random bits.
            pub fn generate(random: &dyn Random) -> Self {
                let mut bytes = [0_u8; 16];
                random.fill(&mut bytes);
                Self(format!("{}{}", $prefix, base32().encode(&bytes)))
            }

            /// The id as it is written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                let rest = text.strip_prefix($prefix).ok_or(IdError::Prefix($prefix))?;
                if rest.len() != 26 || !rest.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
                    return Err(IdError::Malformed(stringify!($name)));
                }
                Ok(Self(text.to_owned()))
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

public_id!(
    /// The *OAuth client registration ID*: the ticket a manifest carries. At most 128 characters
    /// by the manifest's schema; ours have 30.
    RegistrationId,
    "reg_"
);
public_id!(
    /// An uploaded app, whatever its manifest calls it.
    AppId,
    "app_"
);
public_id!(
    /// A grant, as its owner sees it in lists.
    GrantId,
    "gra_"
);
public_id!(
    /// A sign-in under way, by which its status is asked for. It proves nobody.
    SignInId,
    "sgn_"
);
public_id!(
    /// A run of the doctor over a registration.
    DoctorRunId,
    "run_"
);
public_id!(
    /// A host: the holder of a host credential.
    HostId,
    "host_"
);
public_id!(
    /// A browser session, as its owner sees it in lists. It opens nothing: the cookie holds a
    /// token of its own.
    SessionId,
    "ses_"
);

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $what:literal, $max:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The id as it is compared and stored.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id!(
    /// A tenant: one organization. Letters, digits, `-`, `_` and `.`, at most 64 characters.
    TenantId,
    "tenant",
    64
);
text_id!(
    /// The manifest's `id`, compared without case and therefore kept in lower case. Teams wants a
    /// GUID; older and hand-made packages have other texts, which are kept as they are.
    ManifestId,
    "manifest id",
    128
);

fn plain(text: &str, max: usize) -> bool {
    !text.is_empty()
        && text.len() <= max
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

impl FromStr for TenantId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        if plain(text, 64) {
            Ok(Self(text.to_owned()))
        } else {
            Err(IdError::Malformed("tenant id"))
        }
    }
}

impl FromStr for ManifestId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let text = text.trim();
        if plain(text, 128) {
            Ok(Self(text.to_ascii_lowercase()))
        } else {
            Err(IdError::Malformed("manifest id"))
        }
    }
}

/// A user's internal id: a uuid of version 7, never shown.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserId(pub Uuid);

impl UserId {
    /// A new id that sorts by `now`.
    pub fn generate(now: Timestamp, random: &dyn Random) -> Self {
        Self(uuid_v7(now, random))
    }
}

/// A uuid of version 7 (RFC 9562) from the given clock reading and random source.
pub(crate) fn uuid_v7(now: Timestamp, random: &dyn Random) -> Uuid {
    let mut bytes = [0_u8; 10];
    random.fill(&mut bytes);
    let millis = u64::try_from(now.as_millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
}

impl Timestamp {
    /// A new internal id (uuid v7) that sorts by this moment.
    pub fn new_uuid(self, random: &dyn Random) -> Uuid {
        uuid_v7(self, random)
    }
}

/// The short code of a trace that a person can read out: 8 Crockford characters, shown in two
/// groups of four. Unique in a tenant.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "String", into = "String")]
pub struct TraceCode(String);

impl TraceCode {
    /// A new code with 40 random bits.
    pub fn generate(random: &dyn Random) -> Self {
        let mut bytes = [0_u8; 5];
        random.fill(&mut bytes);
        Self(base32().encode(&bytes).to_ascii_uppercase())
    }

    /// The eight characters without the dash, as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for TraceCode {
    type Err = IdError;
    /// Reads a code as people type it: any case, with or without dash, `O` for 0, `I` and `L` for 1.
    fn from_str(text: &str) -> Result<Self, IdError> {
        let code: String = text
            .chars()
            .filter(|c| *c != '-' && *c != ' ')
            .map(|c| match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                c => c,
            })
            .collect();
        let valid = code.len() == 8
            && code
                .bytes()
                .all(|b| b.is_ascii_digit() || (b.is_ascii_uppercase() && b != b'U'));
        if valid {
            Ok(Self(code))
        } else {
            Err(IdError::Malformed("trace code"))
        }
    }
}

impl TryFrom<String> for TraceCode {
    type Error = IdError;
    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<TraceCode> for String {
    fn from(code: TraceCode) -> Self {
        code.to_string()
    }
}

impl fmt::Display for TraceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", &self.0[..4], &self.0[4..])
    }
}

impl fmt::Debug for TraceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SeededRandom;

    #[test]
    fn a_generated_id_reads_back_as_itself() {
        let random = SeededRandom::new(7);
        let id = RegistrationId::generate(&random);
        assert_eq!(id.as_str().len(), 30);
        assert_eq!(id.as_str().parse(), Ok(id.clone()));
        assert_ne!(id, RegistrationId::generate(&random));
    }

    #[test]
    fn an_id_of_another_kind_is_refused() {
        let app = AppId::generate(&SeededRandom::new(1));
        assert_eq!(
            app.as_str().parse::<RegistrationId>(),
            Err(IdError::Prefix("reg_"))
        );
        assert_eq!(
            "reg_short".parse::<RegistrationId>(),
            Err(IdError::Malformed("RegistrationId"))
        );
    }

    #[test]
    fn a_trace_code_is_read_as_people_type_it() {
        let code: TraceCode = "7k3f-q2wo".parse().expect("a valid code");
        assert_eq!(code.to_string(), "7K3F-Q2W0");
        assert_eq!(
            "il00 0000".parse::<TraceCode>().expect("valid").as_str(),
            "11000000"
        );
        assert!("7K3F-Q2W".parse::<TraceCode>().is_err());
        assert!("7K3F-Q2WU".parse::<TraceCode>().is_err());
    }

    #[test]
    fn manifest_ids_are_compared_without_case() {
        let a: ManifestId = "0F3A-B".parse().expect("valid");
        assert_eq!(a, "0f3a-b".parse().expect("valid"));
    }

    #[test]
    fn internal_ids_sort_by_time() {
        let random = SeededRandom::new(3);
        let a = Timestamp::from_millis(1000).new_uuid(&random);
        let b = Timestamp::from_millis(2000).new_uuid(&random);
        assert!(a < b);
    }
}
