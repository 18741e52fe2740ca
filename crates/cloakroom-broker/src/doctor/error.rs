//! Why a test was not begun, shown or gone on with.

use cloakroom_model::Explain;
use cloakroom_store::StoreError;

/// Why a test was not begun, shown or gone on with.
#[derive(Debug, thiserror::Error)]
pub enum DoctorError {
    /// No registration of the caller's tenant has that ID, or it was never saved.
    #[error("no such registration")]
    RegistrationNotFound,
    /// No run of the caller's tenant has that id; runs are kept for a day.
    #[error("no such run")]
    NotFound,
    /// There is nothing to sign in for: the run is elsewhere.
    #[error("the run does not wait for a sign-in")]
    NotWaiting,
    /// The test sign-in is another person's.
    #[error("the test sign-in is another person's")]
    OtherPerson,
    /// The store did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Explain for DoctorError {
    fn code(&self) -> &'static str {
        match self {
            Self::RegistrationNotFound => "registration_not_found",
            Self::NotFound => "test_not_found",
            Self::NotWaiting => "test_not_waiting",
            Self::OtherPerson => "test_other_person",
            Self::Store(_) => "store_unavailable",
        }
    }

    fn user(&self) -> String {
        match self {
            Self::RegistrationNotFound => "This registration is not here.",
            Self::NotFound => "This test is not here any more. Run it again.",
            Self::NotWaiting => "This test does not wait for a sign-in.",
            Self::OtherPerson => "Only the person who began this test can sign in for it.",
            Self::Store(_) => "Something went wrong here. Try again in a moment.",
        }
        .to_owned()
    }

    fn developer(&self) -> String {
        match self {
            Self::RegistrationNotFound => {
                "No saved registration of this tenant has the ID.".to_owned()
            }
            Self::NotFound => "No test of this tenant has the id. Tests are kept for a day.".to_owned(),
            Self::NotWaiting => "The test is still checking, or done. A test that found errors, or was begun without a person, has no sign-in.".to_owned(),
            Self::OtherPerson => "A test sign-in counts for the person who began the test, in a session of theirs.".to_owned(),
            Self::Store(error) => error.to_string(),
        }
    }
}
