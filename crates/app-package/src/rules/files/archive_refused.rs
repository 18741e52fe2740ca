//! F002, `archive-refused`.

rule! {
    /// The zip or folder can't be read, or not safely.
    ///
    /// ## Why
    ///
    /// An archive is read in memory by an allow-list of names. Names that could mean another place,
    /// links, encrypted entries, headers that contradict each other, bytes that belong to no entry,
    /// and anything over the limits of size and number refuse the whole package: what two readers
    /// could understand in two ways is not installed.
    "F002" "archive-refused" Error Both Ours
    mend "Pack the files again with an ordinary zip tool, or with `cloakroom pack`."
}
