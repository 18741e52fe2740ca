//! M027, `command-without-template`.

rule! {
    /// A command has no `apiResponseRenderingTemplateFile`.
    ///
    /// ## Why
    ///
    /// The schema leaves it open because commands of bots have none; for API-based extensions the
    /// documentation makes it mandatory. Without it an answer can't become cards.
    "M027" "command-without-template" Error MessageExtension Documentation
    mend "Add a response rendering template and name it here."
    ; reads ["template_missing"]
}
