//! S016, `no-form-fits`.

rule! {
    /// An object fits none of the forms that the schema offers (`oneOf`, `anyOf`).
    ///
    /// ## Why
    ///
    /// Where one form is nearer than the others, the findings say what it lacks instead.
    "S016" "no-form-fits" Error Both Schema
    mend "Write one of the forms that the documentation shows."
}
