use app_package::{
    Limits, Options, PackageFiles, Sources, fix_file, render_github, render_sarif, render_text,
    validate_file,
};

/// Any bytes as `manifest.json`: judging ends, every place is inside the text, every report can be
/// drawn, and fixing comes to an end after which nothing is left to fix.
pub fn manifest(bytes: &[u8]) {
    judged("manifest.json", bytes);
}

/// Any bytes as a response rendering template, with the same promises.
pub fn rendering(bytes: &[u8]) {
    judged("template.json", bytes);
}

/// Smaller than in life, so that the limits are met by small inputs.
fn options() -> Options {
    Options {
        store: true,
        limits: Limits {
            nodes: 2_000,
            depth: 40,
            problems: 50,
            ..Limits::default()
        },
        ..Options::default()
    }
}

fn judged(name: &str, bytes: &[u8]) {
    let options = options();
    let Some(report) = validate_file(name, bytes, &options) else {
        return;
    };
    assert!(report.diagnostics.len() <= 2 * options.limits.problems + 3);
    let files = PackageFiles::embedded(&[(name, bytes)]);
    let length =
        std::str::from_utf8(bytes).map_or(0, |text| text.trim_start_matches('\u{feff}').len());
    for found in &report.diagnostics {
        if let Some(range) = &found.range {
            assert!(range.start <= range.end && range.end <= length, "{found:?}");
            assert!(range.line > 0 && range.column > 0, "{found:?}");
        }
    }
    let sources = Sources {
        files: Some(&files),
        path: name,
        alone: true,
    };
    assert!(!render_text(sources, &report, false).is_empty());
    assert_eq!(
        render_github(sources, &report).lines().count(),
        report.diagnostics.len()
    );
    assert!(render_sarif(sources, &report).is_object());
    if let Some(fixed) = fix_file(name, bytes, &options) {
        // What was readable stays so.
        let after = fixed.files.get(name).unwrap_or_default();
        let readable =
            |bytes: &[u8]| serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok();
        assert!(
            !readable(bytes) || readable(after),
            "{}",
            String::from_utf8_lossy(after)
        );
    }
}
