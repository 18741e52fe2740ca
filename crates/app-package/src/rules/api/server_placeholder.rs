//! O011, `server-not-known-yet`.

rule! {
    /// The server's URL is a placeholder of a toolkit project.
    "O011" "server-not-known-yet" Error Both Ours
    mend "Build the package with the toolkit, or write the URL in its place."
    ; reads ["server_not_known_yet"]
}
