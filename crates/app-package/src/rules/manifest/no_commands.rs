//! M023, `extension-without-commands`.

rule! {
    /// The API-based extension has no commands.
    "M023" "extension-without-commands" Error MessageExtension Documentation
    mend "Add a command whose id is the operationId of an operation."
    ; reads ["no_commands"]
}
