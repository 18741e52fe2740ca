//! M029, `choiceset-without-choices`.

rule! {
    /// A parameter's `inputType` is `choiceset`, and it has no `choices`.
    "M029" "choiceset-without-choices" Error MessageExtension Documentation
    mend "Add choices of title and value, or use another inputType."
    ; reads ["choices_missing"]
}
