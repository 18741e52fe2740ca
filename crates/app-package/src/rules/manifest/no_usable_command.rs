//! M016, `without-usable-command`.

rule! {
    /// No command of the extension can be offered: each is an action, or has contexts that
    /// API-based extensions don't have.
    ///
    /// ## Why
    ///
    /// There would be nothing to see of the app.
    "M016" "without-usable-command" Error MessageExtension Ours
    mend "Mend what the other findings say."
    ; reads ["no_usable_command"]
}
