//! S008, `malformed-text`.

rule! {
    /// A text does not have the form that the schema wants: a GUID, an https URL, a colour, a
    /// version.
    ///
    /// ## Why
    ///
    /// The form is a pattern of the published schema; the finding says in words what it means.
    /// `--fix` removes the braces around a GUID and adds the `#` of a colour.
    "S008" "malformed-text" Error Both Schema
    mend "Write the text in the form that the finding names."
}
