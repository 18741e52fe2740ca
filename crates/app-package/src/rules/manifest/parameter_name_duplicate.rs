//! M028, `parameter-name-duplicate`.

rule! {
    /// Two parameters of a command have the same `name`.
    "M028" "parameter-name-duplicate" Error MessageExtension Ours
    mend "Keep one of them."
    ; reads ["parameter_name_duplicate"]
}
