//! O017, `body-of-several-media-types`.

rule! {
    /// The request body has several media types.
    ///
    /// ## Why
    ///
    /// Cloakroom sends application/json; Teams' tools refuse the operation.
    "O017" "body-of-several-media-types" Error MessageExtension Documentation
    mend "Leave only application/json."
    ; reads ["body_of_several_media_types"]
}
