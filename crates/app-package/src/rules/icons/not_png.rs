//! I002, `icon-not-png`.

rule! {
    /// The content of an icon is not a PNG image, whatever its name says.
    ///
    /// ## Why
    ///
    /// SVG and HTML can run script in whoever looks at them; an icon is known by its content alone.
    "I002" "icon-not-png" Error Both Documentation
    mend "Save the icon as PNG."
    ; reads ["icon_not_png"]
}
