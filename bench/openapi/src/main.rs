//! A description of two megabytes inspected, beside npm's `@microsoft/m365-spec-parser`.
//!
//! `./run` in this folder; `../../docs/benchmarks.md` says what is measured and how. Both sides run
//! in turn, each time in a process of its own, on the same file; both have to find the same number
//! of valid operations. `./run describe FILE` writes the file only.
#![forbid(unsafe_code)]

mod describe;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use app_package::{Limits, Target, inspect};
use serde_json::{Value, json};

/// Bytes of the description, at least.
const BYTES: usize = 2_000_000;
/// Rounds; the row shows the middle one of each figure.
const ROUNDS: usize = 7;
/// Runs of ours in a round: the kernel counts CPU in hundredths of a second.
const OURS: u32 = 10;

type Done<T> = Result<T, Box<dyn Error>>;

fn main() -> Done<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["describe", file] => Ok(fs::write(file, describe::description(BYTES))?),
        ["inspect", file] => {
            println!("{}", ours(Path::new(file))?);
            Ok(())
        }
        _ => measure(),
    }
}

/// What `cloakroom inspect --format json` does, in a process of its own.
fn ours(file: &Path) -> Done<Value> {
    let bytes = fs::read(file)?;
    let inspection = inspect(&file.to_string_lossy(), &bytes, &Limits::description());
    // Written out and thrown away, as the report would be printed.
    let report = serde_json::to_vec_pretty(&inspection)?;
    assert!(!report.is_empty());
    let valid: serde_json::Map<String, Value> = Target::ALL
        .iter()
        .map(|target| {
            let report = inspection.target(*target);
            (target.as_str().to_owned(), report.valid().count().into())
        })
        .collect();
    Ok(json!({ "valid": valid, "kb": peak_kb()? }))
}

struct Figure {
    wall: f64,
    cpu: f64,
    kb: f64,
}

fn measure() -> Done<()> {
    let file = std::env::temp_dir().join(format!("bench-openapi-{}.json", std::process::id()));
    fs::write(&file, describe::description(BYTES))?;
    let size = fs::metadata(&file)?.len();
    let me = std::env::current_exe()?;
    let path = file.to_string_lossy().into_owned();
    let mut rows = Vec::new();
    let mut valid = None;
    for _ in 0..ROUNDS {
        let (ours, found) = timed(&me, &["inspect", &path], OURS)?;
        let (both, theirs) = timed(&PathBuf::from("node"), &["peer.cjs", &path], 1)?;
        let (one, _) = timed(&PathBuf::from("node"), &["peer.cjs", &path, "--one"], 1)?;
        if found != theirs {
            return Err(format!("ours {found}, peer {theirs}").into());
        }
        valid = Some(found);
        rows.push((ours, both, one));
    }
    fs::remove_file(&file)?;
    println!(
        "{size} bytes, valid operations {}",
        valid.unwrap_or_default()
    );
    println!("                           wall ms    CPU ms   peak MB");
    let middle = |of: &dyn Fn(&(Figure, Figure, Figure)) -> f64| {
        let mut all: Vec<f64> = rows.iter().map(of).collect();
        all.sort_by(f64::total_cmp);
        all[ROUNDS / 2]
    };
    let line = |name: &str, of: &dyn Fn(&(Figure, Figure, Figure)) -> &Figure| {
        println!(
            "{name:<25} {:>8.1}  {:>8.1}  {:>8.1}",
            middle(&|row| of(row).wall * 1e3),
            middle(&|row| of(row).cpu * 1e3),
            middle(&|row| of(row).kb / 1024.0),
        );
    };
    line("ours, both targets", &|row| &row.0);
    line("npm, both targets", &|row| &row.1);
    line("npm, message-extension", &|row| &row.2);
    for (name, of) in [
        ("both targets", (|row: &(Figure, Figure, Figure)| &row.1) as fn(&(_, _, _)) -> &_),
        ("its one to our two", |row| &row.2),
    ] {
        println!(
            "{name:<25} {:>7.1}x  {:>7.1}x  {:>8.2}",
            middle(&|row| of(row).wall / row.0.wall),
            middle(&|row| of(row).cpu / row.0.cpu),
            middle(&|row| row.0.kb / of(row).kb),
        );
    }
    Ok(())
}

/// Runs a program some times; the figures are those of one run.
fn timed(program: &Path, args: &[&str], times: u32) -> Done<(Figure, Value)> {
    let cpu = children_cpu()?;
    let start = Instant::now();
    let mut said = Value::Null;
    for _ in 0..times {
        let done = Command::new(program).args(args).output()?;
        if !done.status.success() {
            return Err(String::from_utf8_lossy(&done.stderr).into());
        }
        said = serde_json::from_slice(&done.stdout)?;
    }
    let times = f64::from(times);
    let figure = Figure {
        wall: start.elapsed().as_secs_f64() / times,
        cpu: (children_cpu()? - cpu) / times,
        kb: said["kb"].as_f64().unwrap_or_default(),
    };
    Ok((figure, said["valid"].take()))
}

/// CPU seconds of all processes that were started here and have ended (`/proc/self/stat`).
fn children_cpu() -> Done<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let after = stat.rsplit_once(')').ok_or("/proc/self/stat")?.1;
    let ticks: f64 = after
        .split_whitespace()
        .skip(13)
        .take(2)
        .map(|field| field.parse::<f64>().unwrap_or_default())
        .sum();
    Ok(ticks / 100.0)
}

/// Most memory that this process had (`VmHWM`).
fn peak_kb() -> Done<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .ok_or("VmHWM")?;
    Ok(line.trim().trim_end_matches(" kB").trim().parse()?)
}
