//! Why a registration was not made, changed or shown.

use cloakroom_model::Explain;
use cloakroom_store::StoreError;
use cloakroom_vault::SealError;

use crate::registration::FieldProblem;

/// Why a registration was not made, changed or shown.
#[derive(Debug, thiserror::Error)]
pub enum RegistrationError {
    /// Fields are wrong.
    #[error("{} fields are wrong", .0.len())]
    Fields(Vec<FieldProblem>),
    /// There is none with that ID in this tenant.
    #[error("no such registration")]
    NotFound,
    /// The tenant has another of that name.
    #[error("the name is taken")]
    NameTaken,
    /// Somebody else saved it in the meantime.
    #[error("changed in the meantime")]
    Changed,
    /// It has been saved before; a create does not change it.
    #[error("saved before")]
    Saved,
    /// It has no second secret.
    #[error("there is no second secret")]
    NoSecond,
    /// The issuer's metadata could not be used.
    #[error("the issuer's metadata could not be used: {0}")]
    Discovery(String),
    /// The store did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The vault did not seal.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl Explain for RegistrationError {
    fn code(&self) -> &'static str {
        match self {
            Self::Fields(_) => "registration_invalid",
            Self::NotFound => "registration_not_found",
            Self::NameTaken => "registration_name_taken",
            Self::Changed => "registration_changed",
            Self::Saved => "registration_saved",
            Self::NoSecond => "second_secret_missing",
            Self::Discovery(_) => "issuer_metadata_unusable",
            Self::Store(_) | Self::Seal(_) => "store_unavailable",
        }
    }

    fn user(&self) -> String {
        match self {
            Self::Fields(_) => {
                "The registration was not saved; some fields need mending.".to_owned()
            }
            Self::NotFound => "There is no such registration here.".to_owned(),
            Self::NameTaken => {
                "Another registration has that name. Choose another name.".to_owned()
            }
            Self::Changed => {
                "Somebody else saved this registration in the meantime. Load it again.".to_owned()
            }
            Self::Saved => "This registration has been saved already.".to_owned(),
            Self::NoSecond => "There is no second secret to change to.".to_owned(),
            Self::Discovery(_) => {
                "The provider's description of itself could not be used.".to_owned()
            }
            Self::Store(_) | Self::Seal(_) => {
                "Nothing was saved. Try again in a moment.".to_owned()
            }
        }
    }

    fn developer(&self) -> String {
        match self {
            Self::Fields(problems) => {
                let fields: Vec<_> = problems
                    .iter()
                    .map(|p| format!("{}: {}", p.field, p.message))
                    .collect();
                fields.join("; ")
            }
            Self::Discovery(why) => {
                format!(
                    "{why}. Leave the issuer empty to enter the endpoints by hand, or correct it (RFC 8414 §3.3)."
                )
            }
            Self::NameTaken => {
                "Registration names are unique in a tenant, without case.".to_owned()
            }
            Self::Saved => {
                "A registration that has been saved is changed by PUT with If-Match.".to_owned()
            }
            Self::NoSecond => {
                "No second secret is kept, or its time is over. Enter the secret anew.".to_owned()
            }
            other => other.to_string(),
        }
    }
}
