//! S017, `several-forms-fit`.

rule! {
    /// An object fits more of the forms that exclude each other than it may (`oneOf`, `not`).
    "S017" "several-forms-fit" Error Both Schema
    mend "Remove the properties of all forms but one."
}
