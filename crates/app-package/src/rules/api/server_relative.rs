//! O008, `server-relative`.

rule! {
    /// The server's URL is relative.
    ///
    /// ## Why
    ///
    /// A package has no place of its own that a URL could be relative to.
    "O008" "server-relative" Error Both Documentation
    mend "Write the API's absolute https URL."
    ; reads ["server_relative"]
}
