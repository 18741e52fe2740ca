//! Why a zip or folder is refused, one variant a reason.

use std::io;

/// A package that can't be read. Names are escaped: they come from outside.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The archive is larger than [`Limits::archive_bytes`](crate::Limits::archive_bytes).
    #[error("the package has more than {limit} bytes")]
    ArchiveTooLarge {
        /// Bytes allowed.
        limit: usize,
    },
    /// No end record: not a zip, or cut short.
    #[error("this is not a zip archive, or its end is missing")]
    NotAZip,
    /// Bytes after the end record, before the first entry or between entries.
    #[error("the archive has bytes that belong to no entry, at byte {at}")]
    StrayBytes {
        /// Offset of the first such byte.
        at: usize,
    },
    /// Two entries share bytes (SEC-PKG-02: overlapped bombs).
    #[error("entry {name:?} overlaps another entry")]
    Overlap {
        /// The entry.
        name: String,
    },
    /// A record ends before its time or points outside.
    #[error("the archive is damaged: {what}")]
    Damaged {
        /// Which record.
        what: &'static str,
    },
    /// Large-file records have no place in a package and double the ways to read it.
    #[error("the archive uses the zip64 format, which packages never need")]
    Zip64,
    /// More than one disk.
    #[error("the archive is split over several disks")]
    SeveralDisks,
    /// More entries than [`Limits::entries`](crate::Limits::entries).
    #[error("the package has more than {limit} entries")]
    TooManyEntries {
        /// Entries allowed.
        limit: usize,
    },
    /// Local and central header say different things.
    #[error("entry {name:?}: the two headers differ in {field}")]
    HeadersDiffer {
        /// The entry.
        name: String,
        /// What differs.
        field: &'static str,
    },
    /// An encrypted entry.
    #[error("entry {name:?} is encrypted")]
    Encrypted {
        /// The entry.
        name: String,
    },
    /// Another method than stored or deflated.
    #[error("entry {name:?} is compressed with method {method}; packages use deflate")]
    Method {
        /// The entry.
        name: String,
        /// The method's number.
        method: u16,
    },
    /// A link, device or other thing that is no file and no folder.
    #[error("{name:?} is a link or a special file")]
    NotAFile {
        /// The entry.
        name: String,
    },
    /// A name that could mean another place than it says.
    #[error("the name {name:?} is not allowed: {reason}")]
    Name {
        /// The name, lossily decoded.
        name: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Two names that are one on some systems.
    #[error("{name:?} is in the package twice (names are compared without case and Unicode form)")]
    DuplicateName {
        /// The second name.
        name: String,
    },
    /// A file larger than [`Limits::file_bytes`](crate::Limits::file_bytes).
    #[error("{name:?} has more than {limit} bytes")]
    FileTooLarge {
        /// The file.
        name: String,
        /// Bytes allowed.
        limit: usize,
    },
    /// All files together are larger than [`Limits::total_bytes`](crate::Limits::total_bytes).
    #[error("the files of the package have more than {limit} bytes together")]
    TotalTooLarge {
        /// Bytes allowed.
        limit: usize,
    },
    /// The data is not what the headers say.
    #[error("{name:?} does not inflate to what its header says: {what} differs")]
    Content {
        /// The entry.
        name: String,
        /// Size, checksum or stream.
        what: &'static str,
    },
    /// A folder that can't be read.
    #[error("{name:?} can't be read: {source}")]
    Io {
        /// File or folder, relative to the package's folder.
        name: String,
        /// What the system said.
        source: io::Error,
    },
}

impl ReadError {
    /// A stable code in `snake_case`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ArchiveTooLarge { .. } => "package_too_large",
            Self::NotAZip => "package_not_a_zip",
            Self::StrayBytes { .. } => "package_stray_bytes",
            Self::Overlap { .. } => "package_entries_overlap",
            Self::Damaged { .. } => "package_damaged",
            Self::Zip64 => "package_zip64",
            Self::SeveralDisks => "package_several_disks",
            Self::TooManyEntries { .. } => "package_too_many_entries",
            Self::HeadersDiffer { .. } => "package_headers_differ",
            Self::Encrypted { .. } => "package_entry_encrypted",
            Self::Method { .. } => "package_method_unsupported",
            Self::NotAFile { .. } => "package_entry_not_a_file",
            Self::Name { .. } => "package_name_refused",
            Self::DuplicateName { .. } => "package_name_duplicate",
            Self::FileTooLarge { .. } => "package_file_too_large",
            Self::TotalTooLarge { .. } => "package_files_too_large",
            Self::Content { .. } => "package_content_differs",
            Self::Io { .. } => "package_unreadable",
        }
    }

    /// How to mend it, one sentence.
    pub fn fix(&self) -> &'static str {
        match self {
            Self::Name { .. } | Self::DuplicateName { .. } => {
                "Rename the file: relative names with `/` between folders, letters, digits, `-`, `_` and `.`."
            }
            Self::ArchiveTooLarge { .. }
            | Self::TooManyEntries { .. }
            | Self::FileTooLarge { .. }
            | Self::TotalTooLarge { .. } => {
                "Pack only the manifest, the icons, the API description and the templates."
            }
            Self::NotAFile { .. } => "Put the file itself into the package, not a link to it.",
            Self::Io { .. } => "Check that the folder exists and that you may read it.",
            _ => "Pack the files again with an ordinary zip tool, without password or extras.",
        }
    }
}
