//! The sample package of this repository.

use std::path::Path;

/// `samples/repairs`, as a zip.
pub(crate) fn sample_package() -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/repairs");
    let files = app_package::read_folder(&folder, &app_package::Limits::default()).unwrap();
    files.to_zip().unwrap()
}
