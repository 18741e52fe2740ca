//! O007, `server-missing`.

rule! {
    /// The description names no server for an operation that a command calls.
    "O007" "server-missing" Error Both Documentation
    mend "Add \"servers\" with the API's absolute https URL."
    ; reads ["server_missing"]
}
