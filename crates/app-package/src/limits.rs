//! Everything from outside has a limit.

/// What reading a package may cost. The defaults are far above any package seen in the wild.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the zip itself.
    pub archive_bytes: usize,
    /// Entries of a zip, or files and folders of a folder.
    pub entries: usize,
    /// Bytes of one file, counted while inflating.
    pub file_bytes: usize,
    /// Bytes of all files together, counted while inflating.
    pub total_bytes: usize,
    /// Bytes of one name.
    pub name_bytes: usize,
    /// Nested arrays and objects of a JSON or YAML document, at most 120 (recursion is bounded by
    /// it, so it is not meant to be raised).
    pub depth: usize,
    /// Nodes of a document, YAML aliases expanded.
    pub nodes: usize,
    /// Uses of YAML aliases in a document.
    pub aliases: usize,
    /// Pixels of an icon, width times height.
    pub icon_pixels: u64,
    /// Problems reported before reading stops.
    pub problems: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            archive_bytes: 10 << 20,
            entries: 500,
            file_bytes: 5 << 20,
            total_bytes: 20 << 20,
            name_bytes: 255,
            depth: 100,
            nodes: 500_000,
            aliases: 1_000,
            icon_pixels: 1 << 20,
            problems: 200,
        }
    }
}
