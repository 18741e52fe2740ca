//! O013, `path-malformed`.

rule! {
    /// The path of an operation is no path template: it does not begin with a slash, or a brace is
    /// not closed.
    "O013" "path-malformed" Error MessageExtension Ours
    mend "Begin it with a slash and close every brace."
    ; reads ["path_not_a_template"]
}
