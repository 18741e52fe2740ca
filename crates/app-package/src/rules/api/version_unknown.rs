//! O001, `openapi-version-unknown`.

rule! {
    /// The file is no OpenAPI description of version 2.0, 3.0 or 3.1.
    "O001" "openapi-version-unknown" Error Both Documentation
    mend "Name an OpenAPI file with \"openapi\": \"3.0.3\"."
    ; reads ["openapi_version_unknown"]
}
