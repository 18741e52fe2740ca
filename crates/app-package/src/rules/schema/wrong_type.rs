//! S003, `wrong-type`.

rule! {
    /// A value has another JSON type than the schema wants.
    ///
    /// ## Why
    ///
    /// `"true"` is a text and `true` a boolean, and readers of strict types refuse the one for the
    /// other. `--fix` rewrites texts that hold a boolean or number, and numbers where a text is
    /// wanted.
    "S003" "wrong-type" Error Both Schema
    mend "Write a value of the type that the schema names."
}
