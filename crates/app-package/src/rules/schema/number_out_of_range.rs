//! S013, `number-out-of-range`.

rule! {
    /// A number is smaller or larger than the schema allows.
    "S013" "number-out-of-range" Error Both Schema
    mend "Write a number within the limits that the finding names."
}
