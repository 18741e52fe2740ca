//! M024, `action-command`.

rule! {
    /// A command of `type` `action` on an API-based extension.
    ///
    /// ## Why
    ///
    /// The schema has `action` for extensions of bots; of API-based ones the documentation says
    /// "only search commands". Neither Teams nor Cloakroom offers it.
    "M024" "action-command" Warning MessageExtension Documentation
    mend "Set type to query."
    ; reads ["command_not_query"]
}
