//! Every rule has a package that it refuses, and one that it lets pass.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod faults;

use std::path::Path;

use app_package::{Limits, Options, read_folder, rules, validate};

#[test]
fn packages_without_a_fault_have_no_finding() {
    let repairs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/repairs");
    let repairs = read_folder(&repairs, &Limits::default()).unwrap();
    for files in [faults::base(), faults::base_with_plugin(), repairs] {
        assert_eq!(validate(&files, &Options::default()).diagnostics, []);
    }
    let options = Options {
        store: true,
        registrations: vec![faults::registration()],
        ..Options::default()
    };
    assert_eq!(validate(&faults::base_with_plugin(), &options).diagnostics, []);
}
