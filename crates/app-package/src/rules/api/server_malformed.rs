//! O010, `server-malformed`.

rule! {
    /// The server's URL can't be read, or has a user, query, fragment or unfilled variable.
    "O010" "server-malformed" Error Both Documentation
    mend "Write scheme, host, port and path only."
    ; reads ["server_not_a_url", "server_not_plain"]
}
