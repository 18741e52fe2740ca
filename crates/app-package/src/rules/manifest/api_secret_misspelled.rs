//! M016, `api-secret-registration-misspelled`.

rule! {
    /// `apiSecretRegistrationId` is written in another case.
    "M016" "api-secret-registration-misspelled" Error MessageExtension Schema
    mend "Write apiSecretServiceAuthConfiguration and apiSecretRegistrationId."
    ; reads ["api_secret_registration_id_misspelled"]
}
