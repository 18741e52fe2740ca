//! S005, `wrong-constant`.

rule! {
    /// The schema allows one value here, and another one is written.
    "S005" "wrong-constant" Error Both Schema
    mend "Write the value that the finding names."
}
