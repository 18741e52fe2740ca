//! S011, `too-few-items`.

rule! {
    /// A list has fewer items than the schema wants.
    ///
    /// ## Why
    ///
    /// Where one is the least, an empty list is refused but an absent one is not.
    "S011" "too-few-items" Error Both Schema
    mend "Add items, or remove the empty list."
}
