//! Inspects many descriptions: names on standard input, one report a line on standard output, as
//! `{"file", "targets"}`. What `docs/openapi.md` compares with Teams' own parser is made with it:
//! `ls *.json | cargo run --release -p app-package --example inspect`.

use std::error::Error;
use std::io::{BufRead as _, Write as _};

use app_package::{Limits, inspect};

fn main() -> Result<(), Box<dyn Error>> {
    let limits = Limits::description();
    let mut output = std::io::stdout().lock();
    for file in std::io::stdin().lock().lines() {
        let file = file?;
        let bytes = std::fs::read(&file)?;
        let inspection = inspect(&file, &bytes, &limits);
        let mut report = serde_json::to_value(&inspection)?;
        report["file"] = file.into();
        serde_json::to_writer(&mut output, &report)?;
        writeln!(output)?;
    }
    Ok(())
}
