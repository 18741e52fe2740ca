//! I003, `icon-damaged`.

rule! {
    /// The PNG image of an icon can't be decoded.
    "I003" "icon-damaged" Error Both Ours
    mend "Save the icon again."
    ; reads ["icon_damaged"]
}
