//! Seeds `fuzz/corpus/manifest` and `fuzz/corpus/rendering` with the files of all faults, whole and
//! cut: `cargo run -p app-package --example seed_fuzz_corpus`.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../tests/faults/mod.rs"]
#[allow(dead_code, missing_docs)]
mod faults;

use std::fs;
use std::path::Path;

fn main() -> std::io::Result<()> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus");
    for (file, target) in [
        ("manifest.json", "manifest"),
        ("adaptiveCards/list.json", "rendering"),
    ] {
        let folder = corpus.join(target);
        fs::create_dir_all(&folder)?;
        let mut seen = Vec::new();
        for fault in faults::faults() {
            if let Some(bytes) = fault.files().get(file).map(<[u8]>::to_vec)
                && !seen.contains(&bytes)
            {
                seen.push(bytes);
            }
        }
        let whole = faults::base().get(file).unwrap_or_default().to_vec();
        for at in 1..40 {
            seen.push(whole[..whole.len() * at / 40].to_vec());
        }
        for (index, bytes) in seen.iter().enumerate() {
            fs::write(folder.join(format!("{index:03}")), bytes)?;
        }
    }
    Ok(())
}
