//! Cards and expressions per CPU second beside the npm packages.
//!
//! `npm ci && cargo run --release` in this folder. Each row runs ours, then the peer, in turn, in
//! the same run; what counts is the ratio. Peak memory is that of a process of its own.
#![forbid(unsafe_code)]

use std::error::Error;
use std::fs;
use std::process::Command;

use adaptive_cards_templating::{HostValues, Options, Template};
use adaptive_expressions::{Budget, Environment, Evaluator, Expression, Scope};
use serde_json::{Value, json};

const SECONDS: f64 = 2.0;

type Done<T> = Result<T, Box<dyn Error>>;

fn main() -> Done<()> {
    let args: Vec<String> = std::env::args().collect();
    if let [_, what, size] = args.as_slice() {
        let rate = ours(what, size.parse()?, SECONDS)?;
        println!("{}", json!({ "rate": rate, "kb": peak_kb()? }));
        return Ok(());
    }
    let rows = [
        ("reused", 10, 25.0),
        ("reused", 100, 25.0),
        ("reused", 1000, 25.0),
        ("fresh", 10, 100.0),
        ("fresh", 100, 100.0),
        ("fresh", 1000, 100.0),
        ("expressions", 1, 20.0),
    ];
    println!("what         entries     ours/s     peer/s   ratio  wanted  memory ours/peer");
    for (what, size, wanted) in rows {
        let size = size.to_string();
        let ours = run(Command::new(std::env::current_exe()?).args([what, &size]))?;
        let peer = run(Command::new("node")
            .args(["peer.mjs", what, &size, &SECONDS.to_string()])
            .current_dir(env!("CARGO_MANIFEST_DIR")))?;
        let number = |v: &Value, key: &str| v[key].as_f64().unwrap_or(f64::NAN);
        println!(
            "{what:<12} {size:>7} {:>10.0} {:>10.0} {:>7.1} {wanted:>7.0}  {:.2}",
            number(&ours, "rate"),
            number(&peer, "rate"),
            number(&ours, "rate") / number(&peer, "rate"),
            number(&ours, "kb") / number(&peer, "kb"),
        );
    }
    Ok(())
}

fn run(command: &mut Command) -> Done<Value> {
    let output = command.output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn file(name: &str) -> Done<String> {
    Ok(fs::read_to_string(format!("{}/{name}", env!("CARGO_MANIFEST_DIR")))?)
}

fn ours(what: &str, size: u64, seconds: f64) -> Done<f64> {
    let text = file("card.json")?;
    let entries: Vec<Value> = (0..size).map(entry).collect();
    let host = HostValues::default();
    let mut out = Vec::new();
    match what {
        "reused" => {
            let template = Template::compile(&serde_json::from_str(&text)?, &Options::default())?;
            measure(seconds, || {
                for data in &entries {
                    out.clear();
                    template.expand_bytes(data, &host, &mut out)?;
                }
                Ok(entries.len())
            })
        }
        "fresh" => {
            let mut round = 0_u64;
            measure(seconds, || {
                for data in &entries {
                    let text = text.replacen("@@", &round.to_string(), 1);
                    round += 1;
                    let template =
                        Template::compile(&serde_json::from_str(&text)?, &Options::default())?;
                    out.clear();
                    template.expand_bytes(data, &host, &mut out)?;
                }
                Ok(entries.len())
            })
        }
        _ => {
            let scope: Value = serde_json::from_str(&file("scope.json")?)?;
            let texts: Vec<String> = serde_json::from_str(&file("expressions.json")?)?;
            let all = texts.iter().map(|t| Expression::parse(t)).collect::<Result<Vec<_>, _>>()?;
            let environment = Environment::default();
            measure(seconds, || {
                for expression in &all {
                    Evaluator::new(Scope::new(&scope), &environment, Budget::default())
                        .evaluate(expression)?;
                }
                Ok(all.len())
            })
        }
    }
}

fn entry(i: u64) -> Value {
    let person = if i % 2 == 1 { "Karin Blair" } else { "Issac Fielder" };
    let text = |given: bool, text: String| if given { Value::String(text) } else { Value::Null };
    json!({
        "id": i.to_string(),
        "title": format!("Repair {i}"),
        "description": text(i % 3 != 0, format!("Something is broken in room {i}")),
        "assignedTo": person,
        "date": "2023-05-23",
        "image": text(i % 4 != 0, format!("https://img.example.com/{i}.png")),
    })
}

/// Things per CPU second, after a warm-up.
fn measure(seconds: f64, mut work: impl FnMut() -> Done<usize>) -> Done<f64> {
    let mut timed = |limit: f64| -> Done<f64> {
        let from = cpu_seconds()?;
        let mut done = 0_usize;
        loop {
            for _ in 0..8 {
                done += work()?;
            }
            let used = cpu_seconds()? - from;
            if used >= limit {
                return Ok(done as f64 / used);
            }
        }
    };
    timed(seconds / 4.0)?;
    timed(seconds)
}

/// CPU time of this (single) thread.
fn cpu_seconds() -> Done<f64> {
    let text = fs::read_to_string("/proc/self/schedstat")?;
    let nanos: f64 = text.split(' ').next().unwrap_or_default().parse()?;
    Ok(nanos / 1e9)
}

fn peak_kb() -> Done<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or_default();
    Ok(line.trim().trim_end_matches(" kB").trim().parse()?)
}
