//! The types of secrets, and what seals them.
//!
//! Architecture invariants: no I/O (the store implements [`KeyRecords`]); a secret leaves its type
//! only by [`expose`](AccessToken::expose), which is a word one can search for; nothing opens with
//! another key, at another place or in another generation than it was sealed with.
#![forbid(unsafe_code)]

mod keys;
mod mac;
mod master;
mod seal;
mod secret;
mod vault;

pub use keys::{BoxFuture, KeyRecord, KeyRecords, KeyRecordsError};
pub use mac::MacKey;
pub use master::{MasterKey, MasterKeyError};
pub use seal::{OpenError, Place, Sealed};
pub use secret::{
    AccessToken, AdminToken, ApiKey, AuthorizationCode, BindingToken, ClientSecret, ConfirmCode,
    CsrfToken, EnterCode, HostCredential, IdToken, Nonce, PkceVerifier, RefreshToken, SessionToken,
    StateToken, TicketToken, TokenHash,
};
pub use vault::{SealError, UnlockError, Vault, VaultLimits};
pub use zeroize::Zeroizing;
