//! O019, `operation-id-duplicate`.

rule! {
    /// Several operations have the `operationId` that a command names.
    "O019" "operation-id-duplicate" Error MessageExtension Documentation
    mend "Give each operation its own operationId."
    ; reads ["operation_id_duplicate"]
}
