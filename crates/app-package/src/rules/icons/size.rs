//! I005, `icon-of-wrong-size`.

rule! {
    /// An icon does not have its size: `color` 192 x 192, `outline` and `color32x32` 32 x 32
    /// pixels.
    "I005" "icon-of-wrong-size" Error Both Documentation
    mend "Draw the icon at the size that the finding names."
    ; reads ["icon_size"]
}
