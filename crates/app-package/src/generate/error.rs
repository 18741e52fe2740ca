//! Why no package can be made.

use super::LeftOut;
use crate::problem::{LoadErrors, Problem};

/// Why no package can be made from a description.
#[derive(Debug, thiserror::Error)]
pub enum GenerateError {
    /// The id is no GUID.
    #[error("the app's id {0:?} is not a GUID such as 5a31b6b1-3a0a-4b6e-9a52-0f6d0b4f2c11")]
    Id(String),
    /// The server given is not one that commands can call.
    #[error("the server {0} is not https, or has a query or a fragment")]
    Server(String),
    /// The description can't be read.
    #[error("{0}")]
    Unreadable(Box<Problem>),
    /// The description is read, and is no valid OpenAPI: with it the package would not validate.
    #[error("{0}")]
    Malformed(Box<Problem>),
    /// What the commands use of the description is larger than a file of a package may be.
    #[error("{0}")]
    TooLarge(Box<Problem>),
    /// An operation was asked for that is not there.
    #[error("the description has no operation {0:?}; `cloakroom inspect` lists them")]
    UnknownOperation(String),
    /// No operation can be called.
    #[error("no operation of the description can be offered by a message extension")]
    NothingToOffer(Vec<LeftOut>),
    /// The finished package does not load. Each of its commands did alone.
    #[error("the package that was made can't be installed: {0}")]
    NotInstallable(Box<LoadErrors>),
    /// An icon can't be encoded.
    #[error("an icon can't be drawn: {0}")]
    Icon(#[from] png::EncodingError),
}

impl GenerateError {
    /// A stable code in `snake_case`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Id(_) => "id_not_a_guid",
            Self::Server(_) => "server_unsupported",
            Self::Unreadable(_) => "description_unreadable",
            Self::Malformed(_) => "description_malformed",
            Self::TooLarge(_) => "description_too_large",
            Self::UnknownOperation(_) => "operation_unknown",
            Self::NothingToOffer(_) => "nothing_to_offer",
            Self::NotInstallable(_) => "package_not_installable",
            Self::Icon(_) => "icon_not_drawn",
        }
    }
}
