//! S012, `repeated-item`.

rule! {
    /// An item stands twice in a list of different items.
    "S012" "repeated-item" Error Both Schema
    mend "Remove the second one."
}
