//! F005, `duplicate-key`.

rule! {
    /// A name stands twice in the same object.
    ///
    /// ## Why
    ///
    /// Readers differ in which of the two they take, so that what was checked may not be what is
    /// used.
    "F005" "duplicate-key" Error Both Ours
    mend "Keep one of the two."
    ; reads ["duplicate_key"]
}
