//! M026, `command-id-duplicate`.

rule! {
    /// Two commands have the same `id`.
    ///
    /// ## Why
    ///
    /// The id is all that an invoke says of the command.
    "M026" "command-id-duplicate" Error MessageExtension Ours
    mend "Keep one command for each operation."
    ; reads ["command_id_duplicate"]
}
