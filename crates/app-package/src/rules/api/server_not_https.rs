//! O009, `server-not-https`.

rule! {
    /// The server's URL is not https.
    ///
    /// ## Why
    ///
    /// A token would travel in the open. The package names the production server; while developing,
    /// `cloakroom app install --map https://api.example=http://127.0.0.1:8789` calls another one in
    /// its place.
    "O009" "server-not-https" Error MessageExtension Documentation
    mend "Write the production https URL."
    ; reads ["server_not_https"]
}
