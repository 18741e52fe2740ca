use app_package::{Limits, read_zip};

/// Any bytes as a package: reading ends, and what is read stays within the limits, also inflated.
pub fn archive(bytes: &[u8]) {
    let limits = Limits {
        entries: 20,
        file_bytes: 1 << 16,
        total_bytes: 1 << 17,
        ..Limits::default()
    };
    let Ok(files) = read_zip(bytes, &limits) else {
        return;
    };
    assert!(files.len() + files.skipped().len() <= limits.entries);
    let mut total = 0;
    for (name, content) in files.iter() {
        assert!(content.len() <= limits.file_bytes, "{name}");
        let bad = name.split('/').any(|part| matches!(part, "" | "." | ".."));
        assert!(!bad && !name.contains(['\\', '\0', ':']), "{name:?}");
        total += content.len();
    }
    assert!(total <= limits.total_bytes);
    // What was read is packed and read again the same.
    let zip = files.to_zip().unwrap_or_default();
    let again = read_zip(&zip, &limits).unwrap_or_default();
    assert!(files.iter().eq(again.iter()), "packed and read again");
    let _ = app_package::load_within(files, &limits);
}
