#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

#[test]
fn a_folder_gives_the_same_package_as_its_zip() {
    let folder = folder(&[
        ("manifest.json", b"{}"),
        ("a/b.yaml", b"x"),
        (".git/x.json", b"1"),
        ("a.zip", b"2"),
    ]);
    let files = read_folder(folder.path(), &Limits::default()).unwrap();
    let names: Vec<&str> = files.iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["a/b.yaml", "manifest.json"]);
    let again = crate::read_zip(&files.to_zip().unwrap(), &Limits::default()).unwrap();
    assert_eq!(again.sha256(), files.sha256());
}

/// Guard: `app_package::folder::Reader::folder`
#[cfg(unix)]
#[test]
fn sec_pkg_01_links_in_a_folder_are_refused() {
    let outside = folder(&[("secret.json", b"secret")]);
    for target in ["secret.json", "."] {
        let folder = folder(&[("manifest.json", b"{}")]);
        let target = outside.path().join(target);
        std::os::unix::fs::symlink(target, folder.path().join("a.json")).unwrap();
        let error = read_folder(folder.path(), &Limits::default()).unwrap_err();
        assert_eq!(error.code(), "package_entry_not_a_file");
    }
}

#[cfg(unix)]
#[test]
fn names_in_a_folder_follow_the_same_rules() {
    for (name, code) in [
        ("a\\b.json", "package_name_refused"),
        ("NUL.json", "package_name_refused"),
    ] {
        let folder = folder(&[(name, b"1")]);
        assert_eq!(
            read_folder(folder.path(), &Limits::default())
                .unwrap_err()
                .code(),
            code
        );
    }
    let folder = folder(&[("a.json", b"1"), ("A.json", b"2")]);
    let error = read_folder(folder.path(), &Limits::default()).unwrap_err();
    assert_eq!(error.code(), "package_name_duplicate");
}

/// Guard: `app_package::folder::Reader::file`
#[test]
fn sec_pkg_02_limits_hold_for_folders_too() {
    let folder = folder(&[("a.json", &[b'x'; 100]), ("b.json", &[b'x'; 100])]);
    let read = |limits: Limits| read_folder(folder.path(), &limits).map_err(|error| error.code());
    assert_eq!(
        read(Limits {
            file_bytes: 99,
            ..Limits::default()
        }),
        Err("package_file_too_large")
    );
    assert_eq!(
        read(Limits {
            total_bytes: 199,
            ..Limits::default()
        }),
        Err("package_files_too_large")
    );
    assert_eq!(
        read(Limits {
            entries: 1,
            ..Limits::default()
        }),
        Err("package_too_many_entries")
    );
    assert!(
        read(Limits {
            file_bytes: 100,
            total_bytes: 200,
            entries: 2,
            ..Limits::default()
        })
        .is_ok()
    );
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let error = read_folder(Path::new("/no/such/package"), &Limits::default()).unwrap_err();
    assert_eq!(error.code(), "package_unreadable");
    assert!(error.to_string().contains("/no/such/package"), "{error}");
}
