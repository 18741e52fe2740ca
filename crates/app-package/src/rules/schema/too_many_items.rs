//! S010, `too-many-items`.

rule! {
    /// A list has more items than the schema allows: commands, parameters, choices.
    "S010" "too-many-items" Error Both Schema
    mend "Remove items until the limit that the finding names is kept."
}
