//! I004, `icon-too-many-pixels`.

rule! {
    /// An icon has more pixels than are decoded.
    ///
    /// ## Why
    ///
    /// A few bytes of PNG can unfold to gigabytes of pixels.
    "I004" "icon-too-many-pixels" Error Both Ours
    mend "Draw the icon at the size that the finding names."
    ; reads ["icon_too_many_pixels"]
}
