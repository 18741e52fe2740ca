//! M017, `api-secret-registration-missing`.

rule! {
    /// The `authType` is `apiSecretServiceAuth`, and no
    /// `apiSecretServiceAuthConfiguration.apiSecretRegistrationId` says which key is meant.
    "M017" "api-secret-registration-missing" Error MessageExtension Documentation
    mend "Register the API key and write its registration ID."
    ; reads ["api_secret_registration_id_missing"]
}
