//! Cards and expressions per CPU second beside the npm packages.
//!
//! `./run` in this folder; `../../docs/benchmarks.md` says what is measured and how. First both
//! sides show all cards and all values, which must be equal. Then each row runs ours and the peer
//! in turn, each time in a process of its own; what counts is the ratio.
#![forbid(unsafe_code)]

use std::error::Error;
use std::fs;
use std::process::Command;

use adaptive_cards_templating::{HostValues, Options, Template};
use adaptive_expressions::{Budget, Environment, Evaluator, Expression, Scope};
use serde_json::{Value, json};

/// CPU seconds that a figure is taken over; a quarter of it before, to warm up.
const SECONDS: f64 = 2.0;
/// Cards or expressions between two looks at the clock.
const BETWEEN: usize = 5000;
/// Runs of each row; the row shows the middle one of each figure.
const ROUNDS: usize = 3;
/// Entries of the cards that are compared.
const COMPARED: u64 = 100;

type Done<T> = Result<T, Box<dyn Error>>;

fn main() -> Done<()> {
    let args: Vec<String> = std::env::args().collect();
    if let [_, what, size, seconds] = args.as_slice() {
        let rate = ours(what, size.parse()?, seconds.parse()?)?;
        println!("{}", json!({ "rate": rate, "kb": peak_kb()? }));
        return Ok(());
    }
    compare()?;
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
        let rounds = (0..ROUNDS).map(|_| round(what, size)).collect::<Done<Vec<_>>>()?;
        let middle = |of: fn(&Round) -> f64| {
            let mut all: Vec<f64> = rounds.iter().map(of).collect();
            all.sort_by(f64::total_cmp);
            all[ROUNDS / 2]
        };
        println!(
            "{what:<12} {size:>7} {:>10.0} {:>10.0} {:>7.1} {wanted:>7.0}  {:.2}",
            middle(|r| r.ours.0),
            middle(|r| r.peer.0),
            middle(|r| r.ours.0 / r.peer.0),
            middle(|r| r.ours.1 / r.peer.1),
        );
    }
    Ok(())
}

/// Things per CPU second and peak kB of both sides.
struct Round {
    ours: (f64, f64),
    peer: (f64, f64),
}

fn round(what: &str, size: u64) -> Done<Round> {
    let args = [what, &size.to_string(), &SECONDS.to_string()];
    let figures = |answer: Value| -> Done<(f64, f64)> {
        let number = |key: &str| answer[key].as_f64().ok_or("a figure is missing");
        Ok((number("rate")?, number("kb")?))
    };
    Ok(Round {
        ours: figures(run(Command::new(std::env::current_exe()?).args(args))?)?,
        peer: figures(run(node().args(args))?)?,
    })
}

fn node() -> Command {
    let mut node = Command::new("node");
    node.arg("peer.mjs").current_dir(env!("CARGO_MANIFEST_DIR"));
    node
}

/// Holds our cards and values against the peer's.
fn compare() -> Done<()> {
    let theirs = run(node().args(["show", &COMPARED.to_string(), "0"]))?;
    let cards = |fresh: bool| -> Done<Value> {
        let text = file("card.json")?;
        let options = Options::default();
        let mut all = Vec::new();
        for i in 0..COMPARED {
            let text = if fresh { text.replacen("@@", &i.to_string(), 1) } else { text.clone() };
            let mut card = Vec::new();
            Template::parse(&text, &options)?.expand_bytes(
                &entry(i),
                &HostValues::default(),
                &mut card,
            )?;
            all.push(serde_json::from_slice(&card)?);
        }
        Ok(Value::Array(all))
    };
    let scope: Value = serde_json::from_str(&file("scope.json")?)?;
    let texts: Vec<String> = serde_json::from_str(&file("expressions.json")?)?;
    let values = texts.iter().map(|text| Ok(adaptive_expressions::evaluate(text, &scope)?));
    let ours = [cards(false)?, cards(true)?, values.collect::<Done<Vec<_>>>()?.into()];
    for (what, ours) in ["reused", "fresh", "values"].into_iter().zip(ours) {
        if theirs[what] != ours {
            return Err(format!("{what} differ:\n{}\n{ours}", theirs[what]).into());
        }
    }
    let count = texts.len();
    println!("equal: {COMPARED} cards reused, {COMPARED} fresh, {count} values of expressions");
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
            let template = Template::parse(&text, &Options::default())?;
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
            let (before, after) = text.split_once("@@").ok_or("no mark in card.json")?;
            let options = Options::default();
            measure(seconds, || {
                for data in &entries {
                    let text = [before, &round.to_string(), after].concat();
                    round += 1;
                    let template = Template::parse(&text, &options)?;
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
            // The clock is looked at seldom enough not to count.
            let next = done + BETWEEN;
            while done < next {
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
